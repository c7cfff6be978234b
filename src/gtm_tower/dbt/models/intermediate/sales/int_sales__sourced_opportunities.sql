{# every opportunity with the lead it came from; one that its source knows only as closed began when
   its lead did #}
with

opportunities as (

    select * from {{ ref('inputs__opportunities') }}

),

links as (

    select * from {{ ref('int_sales__opportunity_leads') }}

),

leads as (

    select * from {{ ref('int_sales__named_leads') }}

)

select
    opportunities.opportunity_id,
    leads.lead_id,
    opportunities.account_id,
    opportunities.owner_id,
    opportunities.sdr_id,
    opportunities.stage,
    opportunities.segment,
    coalesce(
        nullif(leads.channel, '{{ gtm_tower.missing_name() }}'),
        leads.origin,
        '{{ gtm_tower.missing_name() }}'
    ) as channel,
    opportunities.lost_reason,
    opportunities.business_issue,
    opportunities.heard_about_us,
    opportunities.lead_type,
    opportunities.lead_behaviour,
    opportunities.business_type,
    {%- for column in gtm_tower.input_extensions('opportunities') %}
    opportunities.{{ column }},
    {%- endfor %}
    opportunities.amount,
    opportunities.catalog_size,
    opportunities.is_demo_held,
    opportunities.lead_id is not null and leads.lead_id is null as is_lead_unknown,
    opportunities.demo_set_at,
    opportunities.demo_at,
    opportunities.last_call_at,
    coalesce(opportunities.created_at, leads.created_at) as created_at,
    opportunities.closed_at
from opportunities
left join links on opportunities.opportunity_id = links.opportunity_id
left join leads on links.lead_id = leads.lead_id
