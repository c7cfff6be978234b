{# a row of the result is a customer with more different products than the policy
   max_customer_products: the pairs that this customer would make are not counted #}
{{ config(severity='warn') }}

select
    customer_id,
    max(product_count) as product_count
from {{ ref('int_products__buyers') }}
where is_left_out
group by 1
