{# a row of the result is a pair whose customers are more than those of one of its products, or
   whose two products have more customers between them than there are #}
select
    product_id,
    other_product_id
from {{ ref('fct_product_affinity') }}
where
    customer_count > product_customer_count
    or customer_count > other_customer_count
    or product_customer_count + other_customer_count - customer_count > base_customer_count
