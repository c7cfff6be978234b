{# the products that the customers of each cohort ordered most, of equal ones the first by its bytes
   #}
with

orders as (

    select * from {{ ref('int_customer__orders') }}

),

totals as (

    select * from {{ ref('int_customer__totals') }}

),

products as (

    select
        totals.first_order_month as cohort_month,
        coalesce(orders.product_name, orders.product_id) as product,
        count(*) as order_count
    from orders
    inner join totals on orders.customer_id = totals.customer_id
    where orders.product_id is not null
    group by 1, 2

),

ranked as (

    select
        products.*,
        row_number() over (
            partition by cohort_month
            order by order_count desc, {{ gtm_tower.binary_order('product') }}
        ) as place
    from products

)

select
    cohort_month,
    max(case when place = 1 then product end)
    {%- for place in [2, 3] %}
    || coalesce('; ' || max(case when place = {{ place }} then product end), '')
    {%- endfor %} as top_products
from ranked
group by 1
