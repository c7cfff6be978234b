with

source as (

    select * from {{ source('owner', 'opportunities') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('opportunity_id') }} as opportunity_id,
        {{ gtm_tower.clean_missing('account_id') }} as account_id,
        {{ gtm_tower.clean_label('stage_name') }} as stage,
        {{ gtm_tower.clean_missing('lost_reason_c') }} as lost_reason,
        {{ gtm_tower.clean_missing('closed_lost_notes_c') }} as lost_notes,
        {{ gtm_tower.clean_missing('business_issue_c') }} as business_issue,
        {{ gtm_tower.clean_missing('how_did_you_hear_about_us_c') }} as heard_about_us,
        {{ gtm_tower.parse_boolean('demo_held') }} as is_demo_held,
        {{ gtm_tower.parse_loose_moment('demo_set_date') }} as demo_set_at,
        {{ gtm_tower.parse_loose_moment('demo_time') }} as demo_at,
        {{ gtm_tower.parse_loose_moment('created_date') }} as created_at,
        {{ gtm_tower.parse_loose_moment('close_date') }} as closed_at,
        {{ gtm_tower.parse_loose_moment('last_sales_call_date_time') }} as last_call_at,
        {{ gtm_tower.problem_in({
            'created_date': 'loose moment',
            'close_date': 'loose moment',
        }) }} as problem,
        {{ gtm_tower.provenance('owner', 'opportunities') }}
    from source

)

select * from renamed
