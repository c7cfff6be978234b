with

orders as (

    select * from {{ ref('int_customer__orders') }}

),

payments as (

    select * from {{ ref('int_customer__order_payments') }}

)

select
    orders.order_id,
    orders.customer_id,
    orders.product_id,
    orders.product_name,
    orders.category,
    orders.status,
    orders.status_group,
    orders.channel,
    orders.campaign,
    orders.primary_method,
    '{{ var("gtm_currency") }}' as currency,
    orders.amount,
    payments.paid_amount,
    payments.card_amount,
    payments.bank_amount,
    payments.promotional_amount,
    payments.other_amount,
    payments.refunded_amount,
    orders.payment_count,
    cast(orders.order_number as {{ gtm_tower.type_of('count') }}) as order_number,
    orders.amount is not null as is_amount_known,
    orders.payment_count > 1 as is_paid_in_parts,
    coalesce(payments.promotional_amount > 0, false) as is_promotional,
    orders.is_first_order,
    orders.is_returned,
    orders.is_before_signup,
    orders.ordered_date,
    orders.ordered_month,
    orders.ordered_at
from orders
left join payments on orders.order_id = payments.order_id
