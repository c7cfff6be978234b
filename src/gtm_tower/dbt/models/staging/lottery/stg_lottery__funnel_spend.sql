with

source as (

    select * from {{ source('lottery', 'funnel_spend') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('channel') }} as channel,
        {{ gtm_tower.clean_missing('campaign_name') }} as campaign,
        {{ gtm_tower.parse_minor_units('spend_inminor') }} as amount,
        {{ gtm_tower.parse_loose_moment('date') }} as spent_at,
        {{ gtm_tower.problem_in({
            'date': 'loose moment',
            'spend_inminor': 'minor units',
        }) }} as problem,
        {{ gtm_tower.provenance('lottery', 'funnel_spend') }}
    from source

)

select * from renamed
