{# how many leads or deals reached a milestone, lost the chance of it, or were last watched, by
   whole day since their start; those without a start, or with dates out of order, are left out #}
with

leads as (

    select
        leads.*,
        coalesce(nullif(leads.channel, '{{ gtm_tower.missing_name() }}'), leads.origin)
            as acquisition_channel
    from {{ ref('int_sales__leads') }} as leads

),

touches as (

    select * from {{ ref('int_sales__lead_touches') }}

),

times as (

    select * from {{ ref('int_sales__lead_times') }}

),

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

subjects as (

    select
        'first_touch' as milestone,
        leads.acquisition_channel,
        case
            when not touches.is_touched_before_form
                then coalesce(touches.days_to_first_touch, times.watched_days)
        end as day_number,
        case when touches.days_to_first_touch is null then 'censored' else 'event' end as kind
    from leads
    inner join touches on leads.lead_id = touches.lead_id
    inner join times on leads.lead_id = times.lead_id
    where leads.form_submitted_at is not null
    union all
    -- a demo without a date may have been at any time until the close
    select
        'demo_set' as milestone,
        leads.acquisition_channel,
        coalesce(times.demo_set_days, times.watched_days) as day_number,
        case
            when times.demo_set_days is not null then 'event'
            when leads.state = 'lost' and not coalesce(leads.is_demo_held, false) then 'competing'
            else 'censored'
        end as kind
    from leads
    inner join times on leads.lead_id = times.lead_id
    where times.is_demo_recorded
    union all
    select
        'revenue' as milestone,
        leads.acquisition_channel,
        case when leads.state in ('won', 'lost') then times.outcome_days else times.age_days end
            as day_number,
        case leads.state when 'won' then 'event' when 'lost' then 'competing' else 'censored' end
            as kind
    from leads
    inner join times on leads.lead_id = times.lead_id
    union all
    select
        'win' as milestone,
        acquisition_channel,
        case when state = 'open' then age_days else sales_cycle_days end as day_number,
        case state when 'won' then 'event' when 'lost' then 'competing' else 'censored' end as kind
    from opportunities

)

select
    milestone,
    acquisition_channel as channel,
    case when day_number >= 0 then kind else 'left out' end as kind,
    cast(case when day_number >= 0 then day_number else 0 end as {{ gtm_tower.type_of('count') }})
        as day_number,
    count(*) as subject_count
from subjects
group by 1, 2, 3, 4
