{% set rules = var('gtm_rules') %}

with

rule_data as (

    select * from {{ ref('int_actions__rule_data') }}

),

actions as (

    select
        rule,
        count(*) as action_count
    from {{ ref('actions') }}
    group by 1

),

settings as (

    {% for rule in [
        'slow_to_revenue', 'high_tier_below_base', 'slow_low_value_origin', 'late_first_touch',
        'stalled_deal', 'shift_budget',
    ] -%}
    select
        '{{ rule }}' as rule,
        '{{ rules[rule].severity }}' as severity,
        {{ rules[rule].threshold }} as threshold,
        {{ rules[rule].is_on | lower }} as is_on
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    settings.rule,
    case
        when not settings.is_on then 'off'
        when not rule_data.has_enough_data then 'not enough data'
        when actions.action_count > 0 then 'fired'
        else 'nothing to do'
    end as state,
    case when settings.is_on then rule_data.reason else 'switched off in gtm.yml' end as reason,
    settings.severity,
    cast(settings.threshold as {{ gtm_tower.type_of('number') }}) as threshold,
    rule_data.candidate_count,
    coalesce(actions.action_count, 0) as action_count,
    settings.is_on,
    {{ gtm_tower.as_of() }} as as_of
from settings
inner join rule_data on settings.rule = rule_data.rule
left join actions on settings.rule = actions.rule
