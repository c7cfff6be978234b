with

source as (

    select * from {{ source('olist', 'closed_deals') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('mql_id') }} as opportunity_id,
        {{ gtm_tower.clean_missing('mql_id') }} as lead_id,
        {{ gtm_tower.clean_missing('seller_id') }} as account_id,
        {{ gtm_tower.clean_missing('sr_id') }} as owner_id,
        {{ gtm_tower.clean_missing('sdr_id') }} as sdr_id,
        'won' as stage,
        {{ gtm_tower.clean_missing('business_segment') }} as segment,
        {{ gtm_tower.clean_missing('lead_type') }} as lead_type,
        {{ gtm_tower.clean_missing('lead_behaviour_profile') }} as lead_behaviour,
        {{ gtm_tower.clean_missing('business_type') }} as business_type,
        {{ gtm_tower.parse_money('declared_monthly_revenue') }} as amount,
        {{ gtm_tower.parse_count('declared_product_catalog_size') }} as catalog_size,
        {{ gtm_tower.parse_loose_moment('won_date') }} as closed_at,
        {{ gtm_tower.problem_in({
            'won_date': 'loose moment',
            'declared_monthly_revenue': 'written money',
        }) }} as problem,
        {{ gtm_tower.provenance('olist', 'closed_deals') }}
    from source

)

select * from renamed
