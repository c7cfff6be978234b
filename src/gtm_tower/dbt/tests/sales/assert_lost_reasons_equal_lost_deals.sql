{# a row of the result is a month whose losses or their amount are others by reason than by deal #}
with

reasons as (

    select
        date_month,
        sum(lost_count) as lost_count,
        coalesce(sum(lost_amount), 0) as lost_amount,
        sum(lost_after_demo_count + lost_without_demo_count + lost_demo_unknown_count)
            as by_demo_count,
        min(month_lost_count) as month_lost_count
    from {{ ref('fct_lost_reasons') }}
    group by 1

),

deals as (

    select
        closed_month as date_month,
        count(*) as lost_count,
        coalesce(sum(amount), 0) as lost_amount
    from {{ ref('fct_opportunities') }}
    where state = 'lost'
    group by 1

)

select
    deals.date_month,
    deals.lost_count,
    reasons.lost_count as reason_lost_count
from deals
left join reasons on deals.date_month = reasons.date_month
where
    reasons.date_month is null
    or reasons.lost_count <> deals.lost_count
    or reasons.lost_amount <> deals.lost_amount
    or reasons.by_demo_count <> deals.lost_count
    or reasons.month_lost_count <> deals.lost_count
