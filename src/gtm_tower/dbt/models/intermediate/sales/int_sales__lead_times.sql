{# how long each lead took to its demo and its close, in calendar days, and how long it was watched;
   days below 0 are two dates of which one is wrong #}
with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

-- where no deal has anything about demos, no demo is not known
frame as (

    select count(demo_set_at) + count(demo_at) + count(is_demo_held) > 0 as is_demo_recorded
    from opportunities

),

dated as (

    select
        leads.lead_id,
        leads.opportunity_id,
        leads.state,
        leads.is_demo_held,
        leads.demo_at,
        leads.created_date,
        opportunities.closed_date,
        opportunities.sales_cycle_days,
        coalesce(opportunities.is_closed_before_created, false) as is_closed_before_created,
        case
            when leads.form_submitted_at is not null then 'form'
            when leads.created_at is not null then 'created'
        end as clock_start,
        {{ gtm_tower.date_of('coalesce(leads.form_submitted_at, leads.created_at)') }}
            as start_date,
        {{ gtm_tower.date_of('leads.demo_set_at') }} as demo_set_date
    from leads
    left join opportunities on leads.opportunity_id = opportunities.opportunity_id

),

-- a closed deal without a cycle in either order has no beginning, and neither has its lead
measured as (

    select
        dated.*,
        {{ dbt.datediff('start_date', 'demo_set_date', 'day') }} as demo_set_days,
        case
            when sales_cycle_days is not null or is_closed_before_created
                then {{ dbt.datediff('created_date', 'closed_date', 'day') }}
        end as outcome_days,
        {{ dbt.datediff('start_date', 'coalesce(closed_date, ' ~ gtm_tower.as_of() ~ ')', 'day') }}
            as watched_days,
        {{ dbt.datediff('created_date', gtm_tower.as_of(), 'day') }} as age_days
    from dated

)

select
    measured.lead_id,
    measured.clock_start,
    measured.demo_set_days,
    measured.sales_cycle_days,
    measured.outcome_days,
    measured.watched_days,
    measured.age_days,
    frame.is_demo_recorded,
    case when frame.is_demo_recorded then measured.demo_set_date is not null end as is_demo_set,
    case
        when measured.opportunity_id is not null then measured.is_demo_held
        when frame.is_demo_recorded then false
    end as is_demo_held,
    coalesce(measured.is_demo_held and measured.demo_at is null, false) as is_held_without_date,
    measured.is_closed_before_created
from measured
cross join frame
