with

source as (

    select * from {{ source('jaffle', 'customers') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('id') }} as customer_id,
        {{ gtm_tower.clean_text('first_name') }} as first_name,
        {{ gtm_tower.clean_text('last_name') }} as last_name,
        lower({{ gtm_tower.clean_missing('email') }}) as email,
        {{ gtm_tower.parse_loose_moment('signed_up_at') }} as signed_up_at,
        cast(null as {{ gtm_tower.type_of('text') }}) as problem,
        {{ gtm_tower.provenance('jaffle', 'customers') }}
    from source

)

select * from renamed
