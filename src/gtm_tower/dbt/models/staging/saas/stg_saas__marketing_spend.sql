with

source as (

    select * from {{ source('saas', 'marketing_spend') }}

),

renamed as (

    select
        {{ gtm_tower.parse_month('month') }} as spent_at,
        {{ gtm_tower.clean_text('channel') }} as channel,
        {{ gtm_tower.clean_text('campaign_name') }} as campaign,
        {{ gtm_tower.parse_number('spend') }} as amount,
        upper({{ gtm_tower.clean_text('currency') }}) as currency,
        cast(null as {{ gtm_tower.type_of('count') }}) as impressions,
        cast(null as {{ gtm_tower.type_of('count') }}) as clicks,
        {{ gtm_tower.parse_number('leads_generated', 'count') }} as leads,
        {{ gtm_tower.problem_in({
            'month': 'month or moment',
            'spend': 'money',
            'leads_generated': 'count',
        }) }} as problem,
        {{ gtm_tower.provenance('saas', 'marketing_spend') }}
    from source

)

select * from renamed
