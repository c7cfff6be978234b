with

source as (

    select * from {{ source('olist', 'mql') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('mql_id') }} as lead_id,
        {{ gtm_tower.clean_missing('origin') }} as origin,
        {{ gtm_tower.clean_missing('landing_page_id') }} as landing_page,
        {{ gtm_tower.parse_loose_moment('first_contact_date') }} as created_at,
        {{ gtm_tower.problem_in({'first_contact_date': 'loose moment'}) }} as problem,
        {{ gtm_tower.provenance('olist', 'mql') }}
    from source

)

select * from renamed
