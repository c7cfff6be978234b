{# every conversion with the touches of its look-back in their order; one without any has a single
   row with none #}
{% set policies = var('gtm_policies') %}
{% set milestones = {
    'is_by_lead': 'conversions.lead_at', 'is_by_opportunity': 'conversions.opportunity_at',
} %}
{% set half_life_seconds = 86400 * policies.attribution_half_life_days %}
{% set in_order = 'partition by conversion_id order by touched_at, '
    ~ gtm_tower.binary_order('touchpoint_id') %}
{% set up_to_here = in_order ~ ' rows between unbounded preceding and current row' %}
{% set whole = 'partition by conversion_id' %}

with

conversions as (

    select
        conversions.*,
        cast(
            {{ dbt.dateadd('day', -policies.attribution_lookback_days, 'converted_at') }}
            as {{ gtm_tower.type_of('timestamp') }}
        ) as since
    from {{ ref('int_attribution__conversions') }} as conversions

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

-- a milestone after the conversion is none of it
paired as (

    select
        conversions.conversion_id,
        conversions.conversion_type,
        touchpoints.touchpoint_id,
        touchpoints.touched_at,
        {%- for name, moment in milestones.items() %}
        case
            when touchpoints.touched_at <= {{ moment }} and {{ moment }} <= conversions.converted_at
                then 1
        end as {{ name }},
        {%- endfor %}
        case when not touchpoints.is_direct then 1 end as is_tagged,
        {{ gtm_tower.seconds_between('touchpoints.touched_at', 'conversions.converted_at') }}
            as age_seconds
    from conversions
    left join touchpoints
        on
            conversions.person_id = touchpoints.person_id
            and conversions.person_kind = touchpoints.person_kind
            and touchpoints.touched_at between conversions.since and conversions.converted_at

),

-- in whole parts, so that sums are the same in any order and on any engine
decayed as (

    select
        paired.*,
        floor(
            1 + 1000000000000 * power(
                cast(0.5 as {{ gtm_tower.type_of('number') }}),
                {{ gtm_tower.ratio('coalesce(age_seconds, 0)', half_life_seconds) }}
            )
        ) as decay
    from paired

)

select
    conversion_id,
    conversion_type,
    touchpoint_id,
    row_number() over ({{ in_order }}) as place,
    count(touchpoint_id) over ({{ whole }}) as touch_count,
    count(is_by_lead) over ({{ whole }}) as lead_place,
    count(is_by_opportunity) over ({{ whole }}) as opportunity_place,
    coalesce(is_tagged, 0) as tagged,
    count(is_tagged) over ({{ up_to_here }}) as tagged_here,
    count(is_tagged) over ({{ whole }}) as tagged_count,
    decay,
    sum(decay) over ({{ up_to_here }}) as decay_here,
    sum(decay) over ({{ whole }}) as decay_total
from decayed
