with

pairs as (

    select * from {{ ref('int_products__pairs') }}

),

buyers as (

    select * from {{ ref('int_products__buyers') }}

),

products as (

    select
        product_id,
        product_name
    from {{ ref('int_products__sales') }}

),

left_out as (

    select count(distinct customer_id) as left_out_customer_count
    from buyers
    where is_left_out

)

select
    pairs.product_id,
    pairs.other_product_id,
    products.product_name,
    others.product_name as other_product_name,
    pairs.customer_count,
    pairs.product_customer_count,
    pairs.other_customer_count,
    pairs.base_customer_count,
    left_out.left_out_customer_count,
    {{ gtm_tower.ratio('pairs.customer_count', 'pairs.base_customer_count') }} as support_rate,
    {{ gtm_tower.ratio('pairs.customer_count', 'pairs.product_customer_count') }}
        as confidence_rate,
    {{ gtm_tower.ratio('pairs.customer_count', 'pairs.other_customer_count') }}
        as reverse_confidence_rate,
    {{ gtm_tower.ratio(
        'pairs.product_customer_count * pairs.other_customer_count', 'pairs.base_customer_count'
    ) }} as expected_customer_count,
    pairs.lift
from pairs
inner join products on pairs.product_id = products.product_id
inner join products as others on pairs.other_product_id = others.product_id
cross join left_out
