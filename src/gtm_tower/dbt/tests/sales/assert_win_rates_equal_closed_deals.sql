{# a row of the result is a period whose wins or losses are others than those of the deals, or whose
   channels do not add up #}
with

rates as (

    select
        period,
        is_total,
        sum(won_count) as won_count,
        sum(lost_count) as lost_count,
        sum(cohort_count) as cohort_count,
        sum(cohort_won_count) as cohort_won_count
    from {{ ref('fct_win_rates') }}
    group by 1, 2

),

deals as (

    select
        {{ gtm_tower.count_where("state = 'won'") }} as won_count,
        {{ gtm_tower.count_where("state = 'lost'") }} as lost_count
    from {{ ref('fct_opportunities') }}

)

select
    channels.period,
    channels.won_count as channel_won_count,
    totals.won_count
from rates as channels
left join rates as totals on channels.period = totals.period and totals.is_total
cross join deals
where
    not channels.is_total
    and (
        totals.period is null
        or channels.won_count <> totals.won_count
        or channels.lost_count <> totals.lost_count
        or coalesce(channels.cohort_count, 0) <> coalesce(totals.cohort_count, 0)
        or coalesce(channels.cohort_won_count, 0) <> coalesce(totals.cohort_won_count, 0)
        or (
            channels.period = 'total'
            and (channels.won_count <> deals.won_count or channels.lost_count <> deals.lost_count)
        )
    )
