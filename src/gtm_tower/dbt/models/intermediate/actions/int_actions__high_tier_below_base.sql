{# profile segments worth most, by how often they are won; a segment within another one that fires
   says nothing new #}
{% set rule = var('gtm_rules').high_tier_below_base %}
{% set attributes = ['cuisine', 'location_band', 'ordering_tool'] %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}

with

high_tier as (

    select
        profiles.*,
        base_rate - {{ rule.threshold }} as threshold_rate,
        shrunk_upper < base_rate - {{ rule.threshold }} as is_below
    from {{ ref('int_actions__profiles') }} as profiles
    where is_high_value

),

broader as (

    select
        high_tier.segment,
        count(*) as broader_count
    from high_tier
    inner join high_tier as whole
        on
            high_tier.segment_level > whole.segment_level
            {%- for attribute in attributes %}
            and coalesce(whole.{{ attribute }}, high_tier.{{ attribute }}, '')
            = coalesce(high_tier.{{ attribute }}, '')
            {%- endfor %}
    where whole.is_below
    group by 1

)

select
    'profile' as subject_kind,
    high_tier.segment as subject_id,
    cast(null as {{ text }}) as owner_id,
    cast(null as {{ gtm_tower.type_of('count') }}) as icp_profile_score,
    high_tier.shrunk_rate as evidence_value,
    high_tier.threshold_rate as evidence_threshold,
    'win rate' as evidence_unit,
    high_tier.shrunk_lower as evidence_lower,
    high_tier.shrunk_upper as evidence_upper,
    high_tier.lead_count as evidence_n,
    high_tier.base_rate as base_value,
    'Leads of the profile ' || high_tier.segment || ' are worth '
    || {{ gtm_tower.amount_text('high_tier.average_ltv') }}
    || ' {{ var("gtm_currency") }} on average, in the highest quarter, and '
    || {{ gtm_tower.number_text('100 * high_tier.shrunk_rate', 1) }}
    || '% of them are won (n = ' || cast(high_tier.lead_count as {{ text }})
    || ', 95% interval '
    || {{ gtm_tower.number_text('100 * high_tier.shrunk_lower', 1) }}
    || '% to ' || {{ gtm_tower.number_text('100 * high_tier.shrunk_upper', 1) }}
    || '%), of all leads '
    || {{ gtm_tower.number_text('100 * high_tier.base_rate', 1) }} || '%.' as explanation,
    high_tier.is_below and broader.broader_count is null as is_fired
from high_tier
left join broader on high_tier.segment = broader.segment
