{# what the buyers of a product have bought more than others have: the highest lift above 1 #}
with

pairs as (

    select * from {{ ref('int_products__pairs') }}

),

companions as (

    select
        product_id,
        other_product_id as companion_product_id,
        customer_count,
        lift
    from pairs
    where lift > 1
    union all
    select
        other_product_id as product_id,
        product_id as companion_product_id,
        customer_count,
        lift
    from pairs
    where lift > 1

),

ranked as (

    select
        companions.*,
        row_number() over (
            partition by product_id
            order by
                lift desc,
                customer_count desc,
                {{ gtm_tower.binary_order('companion_product_id') }}
        ) as place
    from companions

)

select
    product_id,
    companion_product_id,
    lift as companion_lift
from ranked
where place = 1
