{# a row of the result is a mart whose orders or revenue are not those of the accepted orders: their
   own amounts and, where they have none, their accepted payments #}
{% set marts = {
    'orders': ['count(*)', 'amount'],
    'int_customer_activity': ['count(*)', 'amount'],
    'customers': ['sum(order_count)', 'lifetime_value'],
    'customer_segmentation': ['sum(frequency)', 'monetary'],
    'customer_cohorts': ['sum(order_count)', 'cohort_revenue'],
    'customer_ltv_scoring': ['sum(order_count)', 'lifetime_value'],
} %}

with

orders as (

    select * from {{ ref('inputs__orders') }}

),

payments as (

    select * from {{ ref('inputs__payments') }}

),

amounts as (

    select amount from orders
    union all
    select payments.amount
    from payments
    inner join orders on payments.order_id = orders.order_id
    where orders.amount is null

),

wanted as (

    select
        (select count(*) from orders) as order_count,
        (select {{ gtm_tower.sum_money('amount') }} from amounts) as revenue

),

counted as (

    {% for mart, (count, amount) in marts.items() -%}
    select
        '{{ mart }}' as mart,
        coalesce({{ count }}, 0) as order_count,
        {{ gtm_tower.sum_money(amount) }} as revenue
    from {{ ref(mart) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    counted.mart,
    counted.order_count,
    wanted.order_count as wanted_order_count,
    counted.revenue,
    wanted.revenue as wanted_revenue
from counted
cross join wanted
where counted.order_count <> wanted.order_count or counted.revenue <> wanted.revenue
