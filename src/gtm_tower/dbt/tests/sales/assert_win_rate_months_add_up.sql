{# a row of the result is a channel whose months do not add up to its total #}
with

rates as (

    select
        acquisition_channel,
        is_total,
        period = 'total' as is_sum,
        sum(won_count) as won_count,
        sum(lost_count) as lost_count,
        coalesce(sum(cohort_count), 0) as cohort_count,
        coalesce(sum(cohort_won_count), 0) as cohort_won_count
    from {{ ref('fct_win_rates') }}
    group by 1, 2, 3

)

select
    totals.acquisition_channel,
    totals.is_total,
    totals.won_count,
    months.won_count as month_won_count
from rates as totals
inner join rates as months
    on
        totals.acquisition_channel = months.acquisition_channel
        and totals.is_total = months.is_total
        and totals.is_sum
        and not months.is_sum
where
    totals.won_count <> months.won_count
    or totals.lost_count <> months.lost_count
    or totals.cohort_count <> months.cohort_count
    or totals.cohort_won_count <> months.cohort_won_count
