{# a row of the result is a total of product_performance that is not that of all orders: their
   number, revenue, returns, promotions, or customers by their first order #}
with

orders as (

    select
        count(*) as order_count,
        {{ gtm_tower.sum_money('amount') }} as total_revenue,
        {{ gtm_tower.count_where('is_returned') }} as returned_order_count,
        {{ gtm_tower.sum_money('promotional_amount') }} as promotional_amount,
        count(distinct customer_id) as customer_count
    from {{ ref('int_customer__orders') }}

),

products as (

    select
        coalesce(sum(order_count), 0) as order_count,
        {{ gtm_tower.sum_money('total_revenue') }} as total_revenue,
        coalesce(sum(returned_order_count), 0) as returned_order_count,
        {{ gtm_tower.sum_money('promotional_amount') }} as promotional_amount,
        coalesce(sum(new_customer_count), 0) as customer_count
    from {{ ref('product_performance') }}

)

select
    orders.order_count,
    products.order_count as order_count_of_products,
    orders.total_revenue,
    products.total_revenue as total_revenue_of_products
from orders
cross join products
where
    orders.order_count <> products.order_count
    or orders.total_revenue <> products.total_revenue
    or orders.returned_order_count <> products.returned_order_count
    or orders.promotional_amount <> products.promotional_amount
    or orders.customer_count <> products.customer_count
