{# a row of the result is an order from before its customer's sign-up that counts as one after it:
   in the days to the first purchase, or in an attribution whose path the sign-up is part of #}
with

early as (

    select
        order_id,
        customer_id,
        is_first_order
    from {{ ref('int_customer__orders') }}
    where is_before_signup

),

customers as (

    select * from {{ ref('dim_customer') }}

),

after_signup as (

    select conversion_id
    from {{ ref('int_attribution__journeys') }}
    where lead_place > 0 and conversion_type in ('order', 'first_purchase')
    group by 1

)

select early.order_id
from early
inner join customers on early.customer_id = customers.customer_id
where
    early.is_first_order
    and (
        customers.days_to_first_purchase is not null
        or not customers.is_purchase_before_signup
    )
union all
select early.order_id
from early
inner join after_signup on 'order:' || early.order_id = after_signup.conversion_id
union all
select early.order_id
from early
inner join after_signup on 'first_purchase:' || early.order_id = after_signup.conversion_id
