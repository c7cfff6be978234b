{# what there is for the rules to look at, in numbers #}

with

deals as (

    select
        count(*) as deal_count,
        {{ gtm_tower.count_where("state <> 'won'") }} as not_won_count,
        {{ gtm_tower.count_where('is_open') }} as open_count,
        {{ gtm_tower.count_where('idle_days is not null') }} as dated_count
    from {{ ref('int_actions__deals') }}

),

leads as (

    select
        {{ gtm_tower.count_where('form_submitted_at is not null') }} as form_count,
        {{ gtm_tower.count_where('is_touched is not null') }} as recorded_count,
        {{ gtm_tower.count_where("sla_state = 'breached' and is_touched") }} as late_count
    from {{ ref('fct_sales_velocity') }}

),

untouched as (

    select count(*) as untouched_count from {{ ref('int_actions__late_first_touch') }}

),

profiles as (

    select
        count(*) as profile_count,
        {{ gtm_tower.count_where('is_high_value') }} as high_tier_count
    from {{ ref('int_actions__profiles') }}

),

won_deals as (

    select {{ gtm_tower.count_where('is_lead_type_known') }} as typed_count
    from {{ ref('int_efficiency__won_deals') }}

),

origins as (

    select count(*) as origin_count from {{ ref('int_actions__origins') }}

),

channels as (

    select count(*) as channel_count from {{ ref('int_actions__shift_budget') }}

)

select
    deals.deal_count,
    deals.not_won_count,
    deals.open_count,
    deals.dated_count,
    leads.form_count,
    leads.recorded_count,
    leads.late_count,
    untouched.untouched_count,
    profiles.profile_count,
    profiles.high_tier_count,
    won_deals.typed_count,
    origins.origin_count,
    channels.channel_count
from deals
cross join leads
cross join untouched
cross join profiles
cross join won_deals
cross join origins
cross join channels
