{% set number = gtm_tower.type_of('number') %}
{% set z = '1.959963984540054' %}
{# Student's quantile for timed - 1 degrees of freedom: Abramowitz and Stegun 1964, 26.7.5 #}
{% set t = z ~ ' + (2.372271 + (2.822499 + 2.55585 / (timed - 1)) / (timed - 1)) / (timed - 1)' %}

with

origin_groups as (

    select * from {{ ref('int_efficiency__origin_groups') }}

),

rated as (

    select
        origin_groups.*,
        cast(timed_won_count as {{ number }}) as timed,
        {{ gtm_tower.ratio('converted_lead_count', 'lead_count') }} as conversion_rate,
        {{ gtm_tower.ratio('elapsed_days', 'contacted_won_count') }} as average_days_all_wins,
        {{ gtm_tower.ratio('sales_days', 'timed_won_count') }} as average_days_to_revenue,
        {{ gtm_tower.ratio('fast_track_count', 'timed_won_count') }} as fast_track_rate,
        {{ gtm_tower.ratio('value_points', 'won_count') }} as quality_score,
        {{ gtm_tower.ratio('timed_value_points', 'sales_days') }} as efficiency_index,
        {{ gtm_tower.ratio('squared_residuals', 'timed_value_points * timed_value_points') }}
            as relative_variance,
        timed_won_count < {{ var('gtm_policies').min_group_size }} as is_too_small
    from origin_groups

),

-- of the index, the interval is a factor
bounded as (

    select
        rated.*,
        case
            when timed > 4 then exp(({{ t }}) * sqrt(timed / (timed - 1) * relative_variance))
        end as factor
    from rated

),

placed as (

    select
        bounded.*,
        count(*) over (partition by is_origin_total, is_too_small) as size,
        row_number() over (
            partition by is_origin_total, is_too_small order by average_days_to_revenue
        ) as speed_place,
        row_number() over (
            partition by is_origin_total, is_too_small order by quality_score
        ) as value_place
    from bounded

),

medians as (

    select
        is_origin_total,
        count(*) as group_count,
        {{ gtm_tower.median('average_days_to_revenue', 'speed_place') }} as usual_days,
        {{ gtm_tower.median('quality_score', 'value_place') }} as usual_score
    from placed
    where not is_too_small
    group by 1

)

select
    placed.origin,
    placed.lead_type,
    case
        when placed.is_too_small then 'too small'
        when medians.group_count < 2 then 'nothing to compare'
        else
            case when average_days_to_revenue <= medians.usual_days then 'fast, ' else 'slow, ' end
            || case when quality_score >= medians.usual_score then 'high' else 'low' end
            || ' value'
    end as strategic_quadrant,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column in [
        'lead_count', 'young_lead_count', 'converted_lead_count', 'won_count',
        'won_before_contact_count', 'contacted_won_count', 'timed_won_count', 'fast_track_count',
        'revenue_declared_count', 'revenue', 'elapsed_days', 'sales_days', 'value_points',
        'timed_value_points', 'conversion_rate',
    ] %}
    placed.{{ column }},
    {%- endfor %}
    {{ gtm_tower.wilson_bound('placed.converted_lead_count', 'placed.lead_count', 'low') }}
        as conversion_ci_low,
    {{ gtm_tower.wilson_bound('placed.converted_lead_count', 'placed.lead_count', 'high') }}
        as conversion_ci_high,
    placed.average_days_all_wins,
    placed.average_days_to_revenue,
    placed.median_days_to_revenue,
    placed.fast_track_rate,
    placed.quality_score,
    placed.efficiency_index,
    placed.efficiency_index / placed.factor as efficiency_ci_low,
    placed.efficiency_index * placed.factor as efficiency_ci_high,
    placed.is_origin_total,
    placed.is_too_small
from placed
left join medians on placed.is_origin_total = medians.is_origin_total
