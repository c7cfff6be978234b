with

source as (

    select * from {{ source('owner', 'leads') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('lead_id') }} as lead_id,
        {{ gtm_tower.clean_missing('converted_opportunity_id') }} as opportunity_id,
        case
            when {{ gtm_tower.clean_missing('form_submission_date') }} is null then 'outbound'
            else 'inbound'
        end as channel,
        {{ gtm_tower.clean_label('status') }} as status,
        {{ gtm_tower.parse_list('cuisine_types') }} as cuisines,
        {{ gtm_tower.parse_list('marketplaces_used') }} as marketplaces,
        {{ gtm_tower.parse_list('online_ordering_used') }} as ordering_tools,
        {{ gtm_tower.parse_money('predicted_sales_with_owner') }} as predicted_monthly_sales,
        {{ gtm_tower.parse_count('location_count') }} as location_count,
        {{ gtm_tower.parse_count('sales_call_count') }} as call_count,
        {{ gtm_tower.parse_count('sales_text_count') }} as text_count,
        {{ gtm_tower.parse_count('sales_email_count') }} as email_count,
        {{ gtm_tower.parse_boolean('connected_with_decision_maker') }} as is_decision_maker_reached,
        {{ gtm_tower.parse_loose_moment('form_submission_date') }} as form_submitted_at,
        {{ gtm_tower.parse_loose_moment('first_sales_call_date') }} as first_call_at,
        {{ gtm_tower.parse_loose_moment('first_text_sent_date') }} as first_text_at,
        {{ gtm_tower.parse_loose_moment('first_meeting_booked_date') }} as first_meeting_at,
        {{ gtm_tower.parse_loose_moment('last_sales_call_date') }} as last_call_at,
        {{ gtm_tower.parse_loose_moment('last_sales_email_date') }} as last_email_at,
        {{ gtm_tower.parse_loose_moment('last_sales_activity_date') }} as last_activity_date_at,
        {{ gtm_tower.problem_in({'form_submission_date': 'loose moment'}) }} as problem,
        {{ gtm_tower.provenance('owner', 'leads') }}
    from source

),

-- the extract has no date of creation: a lead is known from its first date on
dated as (

    select
        renamed.*,
        {{ gtm_tower.earliest([
            'form_submitted_at', 'first_call_at', 'first_text_at', 'first_meeting_at',
            'last_call_at', 'last_email_at', 'last_activity_date_at',
        ]) }} as created_at,
        {{ gtm_tower.latest(['last_call_at', 'last_email_at', 'last_activity_date_at']) }}
            as last_activity_at
    from renamed

)

select * from dated
