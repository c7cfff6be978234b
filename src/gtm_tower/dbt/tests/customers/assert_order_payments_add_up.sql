{# a row of the result is an order whose payments by kind do not add up to what was paid for it, or
   the accepted payments of orders where the orders hold another total #}
with

orders as (

    select * from {{ ref('orders') }}

),

accepted as (

    select
        count(*) as payment_count,
        {{ gtm_tower.sum_money('amount') }} as paid_amount
    from {{ ref('inputs__payments') }}
    where order_id is not null

),

held as (

    select
        coalesce(sum(payment_count), 0) as payment_count,
        {{ gtm_tower.sum_money('paid_amount') }} as paid_amount
    from orders

)

select
    order_id,
    paid_amount,
    card_amount + bank_amount + promotional_amount + other_amount as paid_by_kind
from orders
where paid_amount <> card_amount + bank_amount + promotional_amount + other_amount
union all
select
    'all orders' as order_id,
    accepted.paid_amount,
    held.paid_amount as paid_by_kind
from accepted
cross join held
where
    accepted.payment_count <> held.payment_count
    or accepted.paid_amount <> held.paid_amount
