{# what Markov and Shapley weigh a touch of a conversion, as int_attribution__rule_weights does for
   the rules: by the removal effect of its channel, and by its part of its channel's equal part #}
{% set in_order = 'partition by conversion_id order by place' %}
{% set up_to_here = in_order ~ ' rows between unbounded preceding and current row' %}
{% set whole = 'partition by conversion_id' %}
{% set number = gtm_tower.type_of('number') %}

with

steps as (

    select * from {{ ref('int_attribution__steps') }}
    where is_converted

),

effects as (

    select * from {{ source('stats', 'channel_effects') }}
    where model = 'markov'

),

journeys as (

    select * from {{ ref('int_attribution__journeys') }}
    where touchpoint_id is null

),

parts as (

    select
        path_id,
        label,
        count(*) as label_touch_count,
        count(*) over (partition by path_id) as label_count
    from steps
    group by 1, 2

),

-- whole numbers again: a thousand millionths of an effect
weighed as (

    select
        steps.path_id as conversion_id,
        steps.touchpoint_id,
        steps.place,
        steps.touch_count,
        floor(1000000000 * coalesce(cast(effects.effect as {{ number }}), 0) + 0.5) as effect,
        floor(
            {{ gtm_tower.ratio('1000000000000', 'parts.label_touch_count * parts.label_count') }}
            + 0.5
        ) as shapley_weight
    from steps
    inner join parts on steps.path_id = parts.path_id and steps.label = parts.label
    left join effects
        on steps.conversion_type = effects.conversion_type and steps.label = effects.channel

),

summed as (

    select
        weighed.*,
        sum(effect) over ({{ up_to_here }}) as effect_here,
        sum(effect) over ({{ whole }}) as effect_total,
        sum(shapley_weight) over ({{ up_to_here }}) as shapley_here,
        sum(shapley_weight) over ({{ whole }}) as shapley_total
    from weighed

)

-- where no channel of the journey has an effect its touches share alike
select
    conversion_id,
    touchpoint_id,
    case when effect_total > 0 then effect else 1 end as markov_weight,
    case when effect_total > 0 then effect_here else place end as markov_here,
    case when effect_total > 0 then effect_total else touch_count end as markov_total,
    shapley_weight,
    shapley_here,
    shapley_total
from summed
union all
select
    conversion_id,
    touchpoint_id,
    1 as markov_weight,
    1 as markov_here,
    1 as markov_total,
    1 as shapley_weight,
    1 as shapley_here,
    1 as shapley_total
from journeys
