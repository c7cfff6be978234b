{# a row of the result is a customer for whom another deposit or order lies before the first one,
   whose first deposit has another amount than a deposit of that moment, or whose time is below 0 #}
with

customers as (

    select * from {{ ref('dim_customer') }}

),

deposits as (

    select * from {{ ref('inputs__deposits') }}

),

orders as (

    select * from {{ ref('inputs__orders') }}

),

moments as (

    select
        customer_id,
        'deposit' as kind,
        min(deposited_at) as first_at
    from deposits
    group by 1
    union all
    select
        customer_id,
        'order' as kind,
        min(ordered_at) as first_at
    from orders
    group by 1

),

amounts as (

    select
        customers.customer_id,
        count(*) as deposit_count
    from customers
    inner join deposits
        on
            customers.customer_id = deposits.customer_id
            and customers.first_deposit_at = deposits.deposited_at
            and customers.first_deposit_amount = deposits.amount
    group by 1

)

select
    customers.customer_id,
    customers.first_deposit_at,
    customers.first_purchase_at,
    customers.first_deposit_amount
from customers
left join moments as first_deposits
    on customers.customer_id = first_deposits.customer_id and first_deposits.kind = 'deposit'
left join moments as first_orders
    on customers.customer_id = first_orders.customer_id and first_orders.kind = 'order'
left join amounts on customers.customer_id = amounts.customer_id
where
    (customers.first_deposit_at is null) <> (first_deposits.first_at is null)
    or customers.first_deposit_at <> first_deposits.first_at
    or (customers.first_purchase_at is null) <> (first_orders.first_at is null)
    or customers.first_purchase_at <> first_orders.first_at
    or (customers.first_deposit_at is not null and amounts.deposit_count is null)
    or customers.days_to_first_deposit < 0
    or customers.days_to_first_purchase < 0
    or customers.days_from_deposit_to_purchase < 0
