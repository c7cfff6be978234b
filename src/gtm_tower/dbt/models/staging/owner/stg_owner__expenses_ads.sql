with

source as (

    select * from {{ source('owner', 'expenses_advertising') }}

),

renamed as (

    select
        {{ gtm_tower.parse_named_month('month') }} as spent_at,
        'inbound' as channel,
        {{ gtm_tower.currency_of('advertising') }} as currency,
        {{ gtm_tower.parse_money('advertising') }} as amount,
        {{ gtm_tower.problem_in({
            'month': 'named month',
            'advertising': 'written money',
        }) }} as problem,
        {{ gtm_tower.provenance('owner', 'expenses_advertising') }}
    from source

)

select * from renamed
