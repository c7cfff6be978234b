{# what all the orders of each customer come to; those without an order are there too #}
{% set groups = ['successful', 'returned', 'pending', 'cancelled'] %}
{% set window_start = dbt.dateadd(
    'day', -var('gtm_policies').activity_window_days, gtm_tower.as_of()
) %}

with

customers as (

    select * from {{ ref('inputs__customers') }}

),

orders as (

    select * from {{ ref('int_customer__orders') }}

),

totals as (

    select
        customer_id,
        count(*) as order_count,
        count(amount) as valued_order_count,
        {%- for name in groups %}
        {{ gtm_tower.count_where("status_group = '" ~ name ~ "'") }} as {{ name }}_order_count,
        {%- endfor %}
        count(distinct product_id) as product_count,
        count(distinct ordered_date) as purchase_day_count,
        count(
            distinct case when ordered_date > cast({{ window_start }} as date) then ordered_date end
        ) as active_day_count,
        sum(amount) as revenue,
        sum(case when is_returned then amount end) as returned_amount,
        sum(promotional_amount) as promotional_amount,
        min(ordered_date) as first_order_date,
        max(ordered_date) as last_order_date,
        min(ordered_month) as first_order_month,
        min(ordered_at) as first_order_at,
        max(ordered_at) as last_order_at
    from orders
    group by 1

)

select
    customers.customer_id,
    coalesce(totals.order_count, 0) as order_count,
    coalesce(totals.valued_order_count, 0) as valued_order_count,
    {%- for name in groups %}
    coalesce(totals.{{ name }}_order_count, 0) as {{ name }}_order_count,
    {%- endfor %}
    coalesce(totals.product_count, 0) as product_count,
    coalesce(totals.purchase_day_count, 0) as purchase_day_count,
    coalesce(totals.active_day_count, 0) as active_day_count,
    cast(
        case when totals.customer_id is null then 0 else totals.revenue end
        as {{ gtm_tower.type_of('money') }}
    ) as revenue,
    cast(coalesce(totals.returned_amount, 0) as {{ gtm_tower.type_of('money') }})
        as returned_amount,
    cast(
        case when totals.customer_id is null then 0 else totals.promotional_amount end
        as {{ gtm_tower.type_of('money') }}
    ) as promotional_amount,
    {{ dbt.datediff('totals.first_order_date', 'totals.last_order_date', 'day') }} as tenure_days,
    {{ dbt.datediff('totals.last_order_date', gtm_tower.as_of(), 'day') }}
        as days_since_last_order,
    totals.first_order_date,
    totals.last_order_date,
    totals.first_order_month,
    totals.first_order_at,
    totals.last_order_at
from customers
left join totals on customers.customer_id = totals.customer_id
