{# a row of the result is a milestone whose channels do not add up to its total, or not to its
   leads or deals; a lead without a form does not wait for a touch #}
with

times as (

    select
        milestone,
        sum(case when is_total then subject_count + left_out_count else 0 end) as total_count,
        sum(case when is_total then 0 else subject_count + left_out_count end) as channel_count,
        sum(case when is_total then event_count else -event_count end) as event_difference
    from {{ ref('fct_milestone_times') }}
    group by 1

),

subjects as (

    select
        'first_touch' as milestone,
        count(form_submitted_at) as subject_count
    from {{ ref('fct_sales_velocity') }}
    union all
    select
        'revenue' as milestone,
        count(*) as subject_count
    from {{ ref('fct_sales_velocity') }}
    union all
    select
        'win' as milestone,
        count(*) as subject_count
    from {{ ref('fct_opportunities') }}

)

select
    times.milestone,
    times.total_count,
    times.channel_count,
    subjects.subject_count
from times
left join subjects on times.milestone = subjects.milestone
where
    times.total_count <> times.channel_count
    or times.event_difference <> 0
    or times.total_count <> coalesce(subjects.subject_count, times.total_count)
