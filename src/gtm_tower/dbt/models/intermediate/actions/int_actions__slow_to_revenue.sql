{# open deals by their days since first contact. A source that knows a deal only once it is won
   has none that is open: there the origins whose wins take long, but for those that are better
   nurtured. #}
{% set rules = var('gtm_rules') %}
{% set threshold = '%g' | format(rules.slow_to_revenue.threshold) %}
{% set nurture = rules.slow_low_value_origin %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}

with

all_deals as (

    select * from {{ ref('int_actions__deals') }}

),

usual as (

    select
        {{ gtm_tower.ratio('sum(days_to_win)', 'count(days_to_win)') }} as usual_days,
        {{ gtm_tower.count_where("state <> 'won'") }} > 0 as is_known_before_won
    from all_deals

),

deals as (

    select
        all_deals.*,
        usual.usual_days
    from all_deals
    cross join usual
    where all_deals.is_open

),

origins as (

    select origins.*
    from {{ ref('int_actions__origins') }} as origins
    cross join usual
    where
        not usual.is_known_before_won
        and not (
            {{ nurture.is_on | lower }} and origins.is_low_value
            and origins.average_days > {{ nurture.threshold }}
        )

)

select
    'deal' as subject_kind,
    opportunity_id as subject_id,
    owner_id,
    icp_profile_score,
    cast(days_open as {{ number }}) as evidence_value,
    cast({{ threshold }} as {{ number }}) as evidence_threshold,
    'days since first contact' as evidence_unit,
    cast(null as {{ number }}) as evidence_lower,
    cast(null as {{ number }}) as evidence_upper,
    cast(null as {{ gtm_tower.type_of('count') }}) as evidence_n,
    usual_days as base_value,
    'Deal ' || opportunity_id || ' is still open ' || cast(days_open as {{ text }})
    || ' days after first contact on ' || cast(first_contact_date as {{ text }})
    || ', more than {{ threshold }}'
    || coalesce(
        '; won deals took ' || {{ gtm_tower.number_text('usual_days', 1) }} || ' on average', ''
    )
    || coalesce('; last activity ' || cast(idle_days as {{ text }}) || ' days ago', '')
    || coalesce('; its stage is ' || undated_stage || ' without a close date by then', '')
    || '.' as explanation,
    days_open > {{ threshold }} as is_fired
from deals
union all
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
    || {{ gtm_tower.number_text('days_upper', 1) }} || '), more than {{ threshold }}; all took '
    || {{ gtm_tower.number_text('usual_days', 1) }} || '.' as explanation,
    average_days > {{ threshold }} as is_fired
from origins
