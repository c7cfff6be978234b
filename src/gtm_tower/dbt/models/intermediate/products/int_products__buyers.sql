{# who has ever bought what. Pairs grow with the square of the products of a customer, so one with
   too many of them, such as a reseller, is left out of pairs. #}
{% set max_products = var('gtm_policies').max_customer_products %}

with

bought as (

    select
        customer_id,
        product_id
    from {{ ref('int_customer__orders') }}
    where product_id is not null
    group by 1, 2

)

select
    customer_id,
    product_id,
    count(*) over (partition by customer_id) as product_count,
    count(*) over (partition by customer_id) > {{ max_products }} as is_left_out
from bought
