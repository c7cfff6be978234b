{# leads, deals, demos and wins of each channel in the month each belongs to; the month of what
   has no date is empty #}
{% set won_months = {'won': 'closed_month', 'created': 'created_month'} %}
{% set won_month = won_months[var('gtm_policies').revenue_month] %}

with

leads as (

    select * from {{ ref('int_lead_value') }}

),

opportunities as (

    select
        opportunities.*,
        leads.estimated_ltv
    from {{ ref('int_sales__opportunities') }} as opportunities
    left join leads on opportunities.opportunity_id = leads.opportunity_id

),

events as (

    select
        acquisition_channel as channel,
        created_month as date_month,
        'lead' as event,
        estimated_ltv
    from leads
    union all
    select
        acquisition_channel as channel,
        created_month as date_month,
        'opportunity' as event,
        estimated_ltv
    from opportunities
    union all
    select
        acquisition_channel as channel,
        {{ gtm_tower.month_of('demo_set_at') }} as date_month,
        'demo set' as event,
        estimated_ltv
    from opportunities
    where demo_set_at is not null
    union all
    select
        acquisition_channel as channel,
        {{ gtm_tower.month_of('demo_at') }} as date_month,
        'demo held' as event,
        estimated_ltv
    from opportunities
    where is_demo_held
    union all
    select
        acquisition_channel as channel,
        {{ won_month }} as date_month,
        'won' as event,
        estimated_ltv
    from opportunities
    where state = 'won'

)

select
    channel,
    date_month,
    {{ gtm_tower.count_where("event = 'lead'") }} as lead_count,
    {{ gtm_tower.count_where("event = 'opportunity'") }} as opportunity_count,
    {{ gtm_tower.count_where("event = 'demo set'") }} as demo_set_count,
    {{ gtm_tower.count_where("event = 'demo held'") }} as demo_held_count,
    {{ gtm_tower.count_where("event = 'won'") }} as won_count,
    {{ gtm_tower.count_where("event = 'won' and estimated_ltv is not null") }}
        as won_with_ltv_count,
    {{ gtm_tower.sum_where('estimated_ltv', "event = 'won'") }} as won_ltv
from events
group by 1, 2
