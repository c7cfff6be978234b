{# every two products that enough customers have both bought, the first by its bytes first #}
{% set min_customers = var('gtm_policies').min_affinity_customers %}

with

buyers as (

    select
        customer_id,
        product_id
    from {{ ref('int_products__buyers') }}
    where not is_left_out

),

everybody as (

    select count(distinct customer_id) as base_customer_count from buyers

),

products as (

    select
        product_id,
        count(*) as customer_count
    from buyers
    group by 1

),

-- a pair has no more customers than each of its products; numbers are joined faster than names
numbered as (

    select
        product_id,
        customer_count,
        row_number() over (order by {{ gtm_tower.binary_order('product_id') }}) as place
    from products
    where customer_count >= {{ min_customers }}

),

placed as (

    select
        buyers.customer_id,
        numbered.place
    from buyers
    inner join numbered on buyers.product_id = numbered.product_id

),

pairs as (

    select
        placed.place,
        others.place as other_place,
        count(*) as customer_count
    from placed
    inner join placed as others
        on placed.customer_id = others.customer_id and placed.place < others.place
    group by 1, 2
    having count(*) >= {{ min_customers }}

)

select
    numbered.product_id,
    others.product_id as other_product_id,
    pairs.customer_count,
    numbered.customer_count as product_customer_count,
    others.customer_count as other_customer_count,
    everybody.base_customer_count,
    {{ gtm_tower.ratio(
        'pairs.customer_count * everybody.base_customer_count',
        'numbered.customer_count * others.customer_count'
    ) }} as lift
from pairs
inner join numbered on pairs.place = numbered.place
inner join numbered as others on pairs.other_place = others.place
cross join everybody
