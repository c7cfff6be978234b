{# what customers did that counts as a conversion: sign-up, first deposit, orders, and the first of
   these #}

with

customers as (

    select * from {{ ref('inputs__customers') }}

),

deposits as (

    select * from {{ ref('int_customer__deposits') }}

),

orders as (

    select * from {{ ref('int_customer__orders') }}

),

identities as (

    select * from {{ ref('int_identity_stitching') }}
    where value_kind = 'user_id'

),

people as (

    select
        customers.customer_id,
        coalesce(identities.person_id, customers.customer_id) as person_id,
        customers.signed_up_at,
        deposits.first_deposit_id,
        deposits.first_deposit_amount,
        deposits.first_deposit_at
    from customers
    left join identities on customers.customer_id = identities.value
    left join deposits on customers.customer_id = deposits.customer_id

),

found as (

    select
        'signup' as conversion_type,
        customer_id as own_id,
        customer_id,
        cast(null as {{ gtm_tower.type_of('money') }}) as value,
        signed_up_at as converted_at
    from people
    where signed_up_at is not null
    union all
    select
        'first_deposit' as conversion_type,
        first_deposit_id as own_id,
        customer_id,
        first_deposit_amount as value,
        first_deposit_at as converted_at
    from people
    where first_deposit_id is not null
    union all
    select
        'order' as conversion_type,
        order_id as own_id,
        customer_id,
        amount as value,
        ordered_at as converted_at
    from orders
    union all
    select
        'first_purchase' as conversion_type,
        order_id as own_id,
        customer_id,
        amount as value,
        ordered_at as converted_at
    from orders
    where is_first_order

)

select
    found.conversion_type || ':' || found.own_id as conversion_id,
    found.conversion_type,
    'person' as person_kind,
    people.person_id,
    found.customer_id,
    found.value,
    found.converted_at,
    people.signed_up_at as lead_at,
    people.first_deposit_at as opportunity_at
from found
inner join people on found.customer_id = people.customer_id
