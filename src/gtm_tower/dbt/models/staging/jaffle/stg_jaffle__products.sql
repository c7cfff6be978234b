with

source as (

    select * from {{ source('jaffle', 'products') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('product_id') }} as product_id,
        {{ gtm_tower.clean_missing('product_name') }} as product_name,
        {{ gtm_tower.clean_missing('category') }} as category,
        {{ gtm_tower.parse_minor_units('price') }} as price,
        cast(null as {{ gtm_tower.type_of('text') }}) as problem,
        {{ gtm_tower.provenance('jaffle', 'products') }}
    from source

)

select * from renamed
