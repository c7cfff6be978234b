{% set policies = var('gtm_policies') %}

with

changes as (

    select * from {{ ref('int_monitoring__metric_changes') }}

),

usual_changes as (

    select * from {{ ref('int_monitoring__usual_changes') }}

),

-- the month before for the plain rule, the scored method for the robust one
compared as (

    select
        scored.metric,
        scored.date_month,
        scored.value,
        scored.volume_count,
        monthly.compared_value as prior_value,
        monthly.change_rate,
        scored.method,
        scored.compared_value,
        scored.change_rate as scored_change_rate,
        coalesce(usual_changes.change_count, 0) as history_count,
        usual_changes.median_change_rate,
        usual_changes.spread,
        case
            when not scored.is_rate and scored.compared_volume_count > scored.volume_count
                then scored.compared_volume_count
            else scored.volume_count
        end as judged_volume_count
    from changes as scored
    inner join changes as monthly
        on
            scored.metric = monthly.metric
            and scored.date_month = monthly.date_month
            and monthly.method = 'month_on_month'
    left join usual_changes
        on
            scored.metric = usual_changes.metric
            and scored.date_month = usual_changes.date_month
    where scored.is_scored

),

judged as (

    select
        compared.*,
        case
            when history_count < 6 then 'too little history'
            when scored_change_rate is null then 'no prior value'
            when judged_volume_count < {{ policies.min_group_size }} then 'low volume'
            when spread < 0.000000001 then 'no spread'
        end as no_score_reason,
        case
            when history_count >= 6 then compared_value * (1 + median_change_rate - 3 * spread)
        end as low,
        case
            when history_count >= 6 then compared_value * (1 + median_change_rate + 3 * spread)
        end as high
    from compared

),

scored as (

    select
        judged.*,
        case
            when no_score_reason is null
                then {{ gtm_tower.ratio('scored_change_rate - median_change_rate', 'spread') }}
        end as robust_score
    from judged

)

select
    metric,
    date_month,
    value,
    volume_count,
    prior_value,
    change_rate,
    case
        when change_rate > 0 then 'spike'
        when change_rate < 0 then 'drop'
        when change_rate = 0 then 'flat'
        else 'unknown'
    end as direction,
    case
        when change_rate is null then 'unknown'
        when abs(change_rate) > {{ policies.anomaly_high }} then 'High'
        when abs(change_rate) > {{ policies.anomaly_moderate }} then 'Moderate'
        else 'Normal'
    end as severity,
    method,
    compared_value,
    scored_change_rate,
    history_count,
    case when low < 0 then 0 else low end as expected_low,
    case when high < 0 then 0 else high end as expected_high,
    robust_score,
    no_score_reason,
    abs(robust_score) > 3 as is_unusual
from scored
