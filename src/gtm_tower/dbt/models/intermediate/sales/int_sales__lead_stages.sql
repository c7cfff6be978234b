{# how far each lead came by any of its deals, and when: the day of a stage is that of the first
   sign of it or of a later one, so a stage that was skipped is passed with the next. At the latest
   a deal began, and a demo was held, when the deal closed. #}
{% set stages = ['opportunity', 'demo_set', 'demo_held', 'won'] %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}
    where lead_id is not null

),

-- a deal whose source knows only its close has the creation of its lead there
received as (

    select
        opportunity_id,
        created_at
    from {{ ref('inputs__opportunities') }}

),

deals as (

    select
        opportunities.lead_id,
        opportunities.state,
        opportunities.is_demo_held,
        opportunities.demo_set_at,
        coalesce({{ gtm_tower.date_of('received.created_at') }}, opportunities.closed_date)
            as opportunity_date,
        {{ gtm_tower.date_of('opportunities.demo_set_at') }} as demo_set_date,
        coalesce({{ gtm_tower.date_of('opportunities.demo_at') }}, opportunities.closed_date)
            as demo_held_date,
        opportunities.closed_date as won_date
    from opportunities
    left join received on opportunities.opportunity_id = received.opportunity_id

),

signs as (

    select
        lead_id,
        1 as stage_number,
        opportunity_date as sign_date
    from deals
    union all
    select
        lead_id,
        2 as stage_number,
        demo_set_date as sign_date
    from deals
    where demo_set_date is not null
    union all
    select
        lead_id,
        3 as stage_number,
        demo_held_date as sign_date
    from deals
    where is_demo_held
    union all
    select
        lead_id,
        4 as stage_number,
        won_date as sign_date
    from deals
    where state = 'won'

),

passed as (

    select
        lead_id,
        max(stage_number) as last_stage_number,
        {{ gtm_tower.count_where('stage_number = 2') }} > 0 as is_demo_set,
        {{ gtm_tower.count_where('stage_number = 3') }} > 0 as is_demo_held,
        {%- for stage in stages %}
        min(case when stage_number >= {{ loop.index }} then sign_date end) as {{ stage }}_date,
        {%- endfor %}
        {{ gtm_tower.count_where('stage_number = 4') }} as won_deal_count
    from signs
    group by 1

)

select
    leads.lead_id,
    coalesce(passed.last_stage_number, 0) as last_stage_number,
    coalesce(passed.won_deal_count, 0) as won_deal_count,
    {%- for stage in stages %}
    {{ dbt.datediff('leads.created_date', 'passed.' ~ stage ~ '_date', 'day') }}
        as days_to_{{ stage }},
    {%- endfor %}
    coalesce(passed.is_demo_set, false) as is_demo_set,
    coalesce(passed.is_demo_held, false) as is_demo_held
from leads
left join passed on leads.lead_id = passed.lead_id
