{# every lead with its own dates, and the names that reports group by: one spelling each, and a
   category of its own for the missing ones #}
with

leads as (

    select * from {{ ref('inputs__leads') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

)

select
    leads.lead_id,
    leads.opportunity_id,
    leads.account_id,
    leads.owner_id,
    coalesce(channels.name, '{{ gtm_tower.missing_name() }}') as channel,
    coalesce(origins.name, '{{ gtm_tower.missing_name() }}') as origin,
    coalesce(leads.campaign, '{{ gtm_tower.missing_name() }}') as campaign,
    coalesce(leads.landing_page, '{{ gtm_tower.missing_name() }}') as landing_page,
    coalesce(leads.status, '{{ gtm_tower.missing_name() }}') as status,
    leads.cuisines,
    leads.marketplaces,
    leads.ordering_tools,
    leads.predicted_monthly_sales,
    leads.location_count,
    leads.call_count,
    leads.text_count,
    leads.email_count,
    leads.is_decision_maker_reached,
    {%- for column in gtm_tower.input_extensions('leads') %}
    leads.{{ column }},
    {%- endfor %}
    leads.created_at,
    leads.form_submitted_at,
    leads.first_call_at,
    leads.first_text_at,
    leads.first_email_at,
    leads.first_meeting_at,
    leads.last_activity_at
from leads
left join spellings as channels
    on lower(leads.channel) = channels.name_key and channels.kind = 'channel'
left join spellings as origins
    on lower(leads.origin) = origins.name_key and origins.kind = 'origin'
