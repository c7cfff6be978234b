{% set profile_columns = var('gtm_profile_columns', []) %}

with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}
    where lead_id is not null

),

leads as (

    select * from {{ ref('int_sales__leads') }}

),

lead_values as (

    select * from {{ ref('int_lead_value') }}

),

scores as (

    select * from {{ ref('fct_lead_scores') }}

),

location_bands as (

    select
        lead_id,
        item as location_band
    from {{ ref('int_sales__lead_attributes') }}
    where kind = 'locations'

),

profiles as (

    select
        {%- for column in profile_columns %}
        max(case when column_name = '{{ column }}' then 1 else 0 end) as {{ column }},
        {%- endfor %}
        lead_id
    from {{ ref('int_sales__lead_columns') }}
    group by lead_id

)

select
    opportunities.opportunity_id,
    opportunities.lead_id,
    opportunities.account_id,
    opportunities.acquisition_channel,
    leads.origin,
    opportunities.state,
    leads.cuisines,
    leads.marketplaces,
    leads.ordering_tools,
    location_bands.location_band,
    leads.location_count,
    lead_values.currency,
    lead_values.predicted_monthly_sales,
    lead_values.estimated_ltv,
    scores.icp_profile_score,
    scores.top_reason,
    {%- for column in profile_columns %}
    cast(profiles.{{ column }} as {{ gtm_tower.type_of('count') }}) as {{ column }},
    {%- endfor %}
    opportunities.state = 'won' as is_won,
    leads.created_month as lead_created_month,
    opportunities.created_month,
    opportunities.closed_month
from opportunities
inner join leads on opportunities.lead_id = leads.lead_id
inner join lead_values on opportunities.lead_id = lead_values.lead_id
inner join location_bands on opportunities.lead_id = location_bands.lead_id
inner join profiles on opportunities.lead_id = profiles.lead_id
left join scores on opportunities.lead_id = scores.lead_id
