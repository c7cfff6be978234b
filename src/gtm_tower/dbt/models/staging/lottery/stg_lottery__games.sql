with

source as (

    select * from {{ source('lottery', 'games') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('game_id') }} as product_id,
        {{ gtm_tower.clean_missing('game_name') }} as product_name,
        'game' as category,
        {{ gtm_tower.parse_minor_units('jackpot_estimate_inminor') }} as jackpot_estimate,
        cast(null as {{ gtm_tower.type_of('text') }}) as problem,
        {{ gtm_tower.provenance('lottery', 'games') }}
    from source

)

select * from renamed
