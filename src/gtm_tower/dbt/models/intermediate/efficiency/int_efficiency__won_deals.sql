{# every won deal with the first contact of its lead and the fit of its seller; one without a known
   lead has an origin of its own #}
{% set high_tier = var('gtm_policies').high_tier_lead_types | join("', '") %}
{% set mid_tier = var('gtm_policies').mid_tier_lead_types | join("', '") %}
{% set fast_track_days = var('gtm_policies').fast_track_days %}
{% set names = ['lead_type', 'lead_behaviour', 'business_type'] %}

with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}
    where state = 'won'

),

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

contacted as (

    select
        opportunities.*,
        case when leads.lead_id is null then 'unknown (no lead)' else leads.origin end as origin,
        {{ gtm_tower.date_of('leads.created_at') }} as first_contact_date
    from opportunities
    left join leads on opportunities.lead_id = leads.lead_id

),

timed as (

    select
        contacted.*,
        {{ dbt.datediff('first_contact_date', 'closed_date', 'day') }} as elapsed_days,
        case
            when lower(lead_type) in ('{{ high_tier }}') then 3
            when lower(lead_type) in ('{{ mid_tier }}') then 2
            else 1
        end as value_points
    from contacted

)

select
    opportunity_id,
    lead_id,
    account_id,
    owner_id,
    sdr_id,
    origin,
    {%- for column in names %}
    coalesce({{ column }}, '{{ gtm_tower.missing_name() }}') as {{ column }},
    {%- endfor %}
    segment,
    case value_points when 3 then 'high tier' when 2 then 'mid tier' else 'long tail' end
        as icp_profile,
    amount,
    catalog_size,
    cast(value_points as {{ gtm_tower.type_of('count') }}) as value_points,
    cast(elapsed_days as {{ gtm_tower.type_of('count') }}) as elapsed_days,
    cast(case when elapsed_days >= 0 then elapsed_days end as {{ gtm_tower.type_of('count') }})
        as days_to_revenue,
    lead_id is not null as is_lead_known,
    lead_type is not null as is_lead_type_known,
    coalesce(amount > 0, false) as is_revenue_declared,
    coalesce(elapsed_days < 0, false) as is_won_before_contact,
    case when elapsed_days >= 0 then elapsed_days <= {{ fast_track_days }} end as is_fast_track,
    first_contact_date,
    closed_date as won_date,
    closed_month as won_month
from timed
