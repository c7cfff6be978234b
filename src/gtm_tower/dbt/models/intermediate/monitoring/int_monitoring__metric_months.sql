{# each watched metric in every complete month since its data begins #}
with

totals as (

    select * from {{ ref('int_monitoring__metric_totals') }}

),

months as (

    select * from {{ ref('int_core__months') }}
    where {{ gtm_tower.is_complete_month('next_month') }}

),

metrics as (

    select
        metric,
        is_rate,
        min(date_month) as first_month,
        count(volume_count) > 0 as has_volume
    from totals
    group by 1, 2

)

select
    metrics.metric,
    months.date_month,
    case
        when metrics.is_rate then {{ gtm_tower.ratio('totals.total', 'totals.divisor') }}
        else coalesce(totals.total, 0)
    end as value,
    case when metrics.has_volume then coalesce(totals.volume_count, 0) end as volume_count,
    metrics.is_rate
from metrics
inner join months on months.date_month >= metrics.first_month
left join totals on metrics.metric = totals.metric and months.date_month = totals.date_month
