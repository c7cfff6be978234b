{# what was won and lost of each channel and of all, by month and in total. A deal counts once by
   its close and once by its creation; the total of the cohorts is over the mature months. #}
{% set counts = ['won_count', 'lost_count', 'cohort_count', 'cohort_won_count', 'not_won_count'] %}
{% set horizon_days = var('gtm_policies').win_rate_horizon_days %}
{% set next_month = gtm_tower.add_months('date_month', 1) %}

with

deals as (

    {% for channel, is_total in [('acquisition_channel', 'false'), ("'all'", 'true')] -%}
    select
        {{ channel }} as channel,
        {{ is_total }} as is_total,
        state,
        is_won_within_horizon,
        created_month,
        closed_month
    from {{ ref('int_sales__opportunities') }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

occasions as (

    select
        channel,
        is_total,
        closed_month as date_month,
        case when state = 'won' then 1 else 0 end as won_count,
        case when state = 'lost' then 1 else 0 end as lost_count,
        0 as cohort_count,
        0 as cohort_won_count,
        case when state = 'won' then 0 else 1 end as not_won_count
    from deals
    union all
    select
        channel,
        is_total,
        created_month as date_month,
        0 as won_count,
        0 as lost_count,
        case when is_won_within_horizon is null then 0 else 1 end as cohort_count,
        case when is_won_within_horizon then 1 else 0 end as cohort_won_count,
        0 as not_won_count
    from deals

),

months as (

    select
        channel,
        is_total,
        date_month,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }},
        {%- endfor %}
        {{ dbt.datediff(next_month, gtm_tower.as_of(), 'day') }} + 1 >= {{ horizon_days }}
            as is_mature
    from occasions
    group by 1, 2, 3

),

totals as (

    select
        channel,
        is_total,
        {{ gtm_tower.count_where('is_mature') }} > 0 as is_mature,
        sum(won_count) as won_count,
        sum(lost_count) as lost_count,
        sum(case when is_mature then cohort_count end) as cohort_count,
        sum(case when is_mature then cohort_won_count end) as cohort_won_count,
        sum(not_won_count) as not_won_count
    from months
    group by 1, 2

)

select
    totals.channel,
    totals.is_total,
    cast(null as date) as date_month,
    totals.is_mature,
    totals.won_count,
    totals.lost_count,
    totals.cohort_count,
    totals.cohort_won_count,
    totals.lost_count > 0 as is_lost_recorded,
    totals.not_won_count = 0 as has_only_wins
from totals
union all
select
    months.channel,
    months.is_total,
    months.date_month,
    months.is_mature,
    months.won_count,
    months.lost_count,
    case when months.is_mature then months.cohort_count end as cohort_count,
    case when months.is_mature then months.cohort_won_count end as cohort_won_count,
    totals.lost_count > 0 as is_lost_recorded,
    totals.not_won_count = 0 as has_only_wins
from months
inner join totals on months.channel = totals.channel and months.is_total = totals.is_total
where months.date_month is not null
