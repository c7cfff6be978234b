{% set recommendations = {
    'slow_to_revenue': 'high-touch',
    'high_tier_below_base': 'review messaging',
    'slow_low_value_origin': 'automated nurture',
    'late_first_touch': 'call now',
    'stalled_deal': 'move or close',
    'shift_budget': 'shift budget',
} %}
{% set rules = var('gtm_rules') %}
{% set text = gtm_tower.type_of('text') %}
{% set evidence = [
    'owner_id', 'evidence_unit', 'explanation', 'evidence_value', 'evidence_threshold',
    'evidence_lower', 'evidence_upper', 'base_value', 'evidence_n', 'icp_profile_score',
] %}

with

fired as (

    {% for rule, recommendation in recommendations.items() -%}
    select
        cast('{{ rule }}' as {{ text }}) as rule,
        cast('{{ recommendation }}' as {{ text }}) as recommendation,
        cast('{{ rules[rule].severity }}' as {{ text }}) as severity,
        cast(subject_kind as {{ text }}) as subject_kind,
        subject_id,
        {{ evidence | join(',\n        ') }}
    from {{ ref('int_actions__' ~ rule) }}
    where is_fired and {{ rules[rule].is_on | lower }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    rule || ':' || subject_kind || ':' || subject_id as action_id,
    rule,
    recommendation,
    severity,
    subject_kind,
    subject_id,
    {{ evidence | join(',\n    ') }},
    {{ gtm_tower.as_of() }} as as_of
from fired
