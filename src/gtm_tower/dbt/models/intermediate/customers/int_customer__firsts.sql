{# what came first for each customer: touch, deposit and purchase. One whom nobody saw is there too.
   #}
{% set high_jackpot = var('gtm_policies').high_jackpot_amount %}

with

customers as (

    select * from {{ ref('inputs__customers') }}

),

products as (

    select * from {{ ref('inputs__products') }}

),

orders as (

    select * from {{ ref('int_customer__orders') }}

),

deposits as (

    select * from {{ ref('int_customer__deposits') }}

),

persons as (

    select * from {{ ref('int_identity_stitching') }}
    where value_kind = 'user_id'

),

first_touches as (

    select * from {{ ref('int_customer__first_touches') }}

),

bought as (

    select
        orders.customer_id,
        count(*) as order_count,
        cast(
            max(case when orders.is_first_order then orders.amount end)
            as {{ gtm_tower.type_of('money') }}
        ) as first_purchase_amount,
        min(orders.ordered_at) as first_purchase_at,
        {{ gtm_tower.count_where('products.jackpot_estimate > ' ~ high_jackpot) }}
            as high_jackpot_count
    from orders
    left join products on orders.product_id = products.product_id
    group by 1

)

select
    customers.customer_id,
    persons.person_id,
    customers.country,
    coalesce(bought.order_count, 0) as order_count,
    coalesce(bought.high_jackpot_count, 0) as high_jackpot_count,
    bought.first_purchase_amount,
    coalesce(deposits.deposit_count, 0) as deposit_count,
    deposits.deposit_amount,
    deposits.first_deposit_amount,
    first_touches.first_touch_channel,
    first_touches.first_touch_campaign,
    first_touches.is_first_touch_derived,
    customers.signed_up_at,
    first_touches.first_touch_at,
    deposits.first_deposit_at,
    bought.first_purchase_at
from customers
left join bought on customers.customer_id = bought.customer_id
left join deposits on customers.customer_id = deposits.customer_id
left join persons on customers.customer_id = persons.value
left join first_touches on persons.person_id = first_touches.person_id
