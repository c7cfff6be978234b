{# what the customers of each cohort did in each month; only months with an order #}
with

orders as (

    select * from {{ ref('int_customer__orders') }}

),

totals as (

    select * from {{ ref('int_customer__totals') }}

)

select
    totals.first_order_month as cohort_month,
    orders.ordered_month as date_month,
    count(distinct orders.customer_id) as active_count,
    count(*) as order_count,
    count(orders.amount) as valued_order_count,
    {{ gtm_tower.sum_money('orders.amount') }} as revenue
from orders
inner join totals on orders.customer_id = totals.customer_id
group by 1, 2
