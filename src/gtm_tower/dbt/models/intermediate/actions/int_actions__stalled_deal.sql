{# open deals by the days since the last sign of life #}
{% set rule = var('gtm_rules').stalled_deal %}
{% set threshold = '%g' | format(rule.threshold) %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}

with

deals as (

    select * from {{ ref('int_actions__deals') }}
    where idle_days is not null

)

select
    'deal' as subject_kind,
    opportunity_id as subject_id,
    owner_id,
    icp_profile_score,
    cast(idle_days as {{ number }}) as evidence_value,
    cast({{ threshold }} as {{ number }}) as evidence_threshold,
    'days without activity' as evidence_unit,
    cast(null as {{ number }}) as evidence_lower,
    cast(null as {{ number }}) as evidence_upper,
    cast(null as {{ gtm_tower.type_of('count') }}) as evidence_n,
    cast(null as {{ number }}) as base_value,
    'Deal ' || opportunity_id || ', open for ' || cast(days_open as {{ text }})
    || ' days, has seen no activity for ' || cast(idle_days as {{ text }}) || ' days, since '
    || cast(last_activity_date as {{ text }}) || '; {{ threshold }} are allowed'
    || coalesce('; its stage is ' || undated_stage || ' without a close date by then', '')
    || '.' as explanation,
    idle_days > {{ threshold }} as is_fired
from deals
