{# a row of the result is an order from before its customer's sign-up: it is an order like any other
   and is left out of the days to the first purchase #}
{{ config(severity='warn') }}

select
    order_id,
    customer_id,
    ordered_at
from {{ ref('int_customer__orders') }}
where is_before_signup
