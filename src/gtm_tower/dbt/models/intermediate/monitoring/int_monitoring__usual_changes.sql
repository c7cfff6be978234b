{# the metric's own changes in the up to 12 months before each month: their median and their spread,
   1.4826 x MAD, the standard deviation that a normal distribution of the same MAD has #}
with

changes as (

    select * from {{ ref('int_monitoring__metric_changes') }}

),

earlier_changes as (

    select
        changes.metric,
        changes.date_month,
        earlier.change_rate
    from changes
    inner join changes as earlier
        on
            changes.metric = earlier.metric
            and changes.method = earlier.method
            and earlier.date_month < changes.date_month
            and earlier.date_month >= {{ gtm_tower.add_months('changes.date_month', -12) }}
    where changes.is_scored and earlier.change_rate is not null

),

ranked_changes as (

    select
        metric,
        date_month,
        change_rate,
        row_number() over (partition by metric, date_month order by change_rate) as place,
        count(*) over (partition by metric, date_month) as size
    from earlier_changes

),

medians as (

    select
        metric,
        date_month,
        {{ gtm_tower.median('change_rate') }} as median_change_rate
    from ranked_changes
    group by 1, 2

),

distances as (

    select
        earlier_changes.metric,
        earlier_changes.date_month,
        medians.median_change_rate,
        abs(earlier_changes.change_rate - medians.median_change_rate) as distance
    from earlier_changes
    inner join medians
        on
            earlier_changes.metric = medians.metric
            and earlier_changes.date_month = medians.date_month

),

ranked_distances as (

    select
        metric,
        date_month,
        median_change_rate,
        distance,
        row_number() over (partition by metric, date_month order by distance) as place,
        count(*) over (partition by metric, date_month) as size
    from distances

)

select
    metric,
    date_month,
    count(*) as change_count,
    max(median_change_rate) as median_change_rate,
    1.4826 * {{ gtm_tower.median('distance') }} as spread
from ranked_distances
group by 1, 2
