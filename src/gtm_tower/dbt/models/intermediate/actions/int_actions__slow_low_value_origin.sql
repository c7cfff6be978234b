{# origins whose wins take long and are of lower value than the median origin's #}
{% set rule = var('gtm_rules').slow_low_value_origin %}
{% set threshold = '%g' | format(rule.threshold) %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}

with

origins as (

    select * from {{ ref('int_actions__origins') }}

)

select
    'origin' as subject_kind,
    origin as subject_id,
    cast(null as {{ text }}) as owner_id,
    cast(null as {{ gtm_tower.type_of('count') }}) as icp_profile_score,
    average_days as evidence_value,
    cast({{ threshold }} as {{ number }}) as evidence_threshold,
    'average days to the win' as evidence_unit,
    days_lower as evidence_lower,
    days_upper as evidence_upper,
    timed_won_count as evidence_n,
    usual_days as base_value,
    'Deals of the origin ' || origin || ' took ' || {{ gtm_tower.number_text('average_days', 1) }}
    || ' days on average from first contact to the win (n = ' || cast(timed_won_count as {{ text }})
    || ', 95% interval ' || {{ gtm_tower.number_text('days_lower', 1) }} || ' to '
    || {{ gtm_tower.number_text('days_upper', 1) }}
    || '), more than {{ threshold }}, and are worth '
    || {{ gtm_tower.number_text('quality_score', 1) }}
    || ' points of 3, fewer than those of most origins; '
    || {{ gtm_tower.number_text('100 * conversion_rate', 1) }} || '% of its '
    || cast(lead_count as {{ text }}) || ' leads were won, of all '
    || {{ gtm_tower.number_text('100 * base_rate', 1) }} || '%.' as explanation,
    is_low_value and average_days > {{ threshold }} as is_fired
from origins
