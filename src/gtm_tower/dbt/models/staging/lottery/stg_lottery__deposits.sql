with

source as (

    select * from {{ source('lottery', 'deposits') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('deposit_id') }} as deposit_id,
        {{ gtm_tower.clean_missing('user_id') }} as customer_id,
        {{ gtm_tower.parse_minor_units('deposit_amount_inminor') }} as amount,
        {{ gtm_tower.parse_loose_moment('deposit_timestamp') }} as deposited_at,
        {{ gtm_tower.problem_in({
            'deposit_timestamp': 'loose moment',
            'deposit_amount_inminor': 'minor units',
        }) }} as problem,
        {{ gtm_tower.provenance('lottery', 'deposits') }}
    from source

)

select * from renamed
