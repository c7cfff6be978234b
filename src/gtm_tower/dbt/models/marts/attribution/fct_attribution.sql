{% set models = {
    'first': 'rule_weights',
    'last': 'rule_weights',
    'last_non_direct': 'rule_weights',
    'linear': 'rule_weights',
    'position': 'rule_weights',
    'w_shaped': 'rule_weights',
    'time_decay': 'rule_weights',
    'markov': 'data_weights',
    'shapley': 'data_weights',
} %}

with

conversions as (

    select
        *,
        {{ gtm_tower.date_of('converted_at') }} as converted_date
    from {{ ref('int_attribution__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

rule_weights as {{ gtm_tower.inlined() }} (

    select * from {{ ref('int_attribution__rule_weights') }}

),

data_weights as {{ gtm_tower.inlined() }} (

    select * from {{ ref('int_attribution__data_weights') }}

),

weights as (

    {% for model, source in models.items() -%}
    select
        conversion_id,
        touchpoint_id,
        '{{ model }}' as model,
        {{ model }}_weight as weight,
        {{ model }}_here as here,
        {{ model }}_total as total
    from {{ source }}
    where {{ model }}_weight > 0
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    weights.conversion_id,
    coalesce(weights.touchpoint_id, '(none)') as touchpoint_id,
    weights.model,
    conversions.conversion_type,
    conversions.person_id,
    conversions.customer_id,
    coalesce(touchpoints.channel, '(none)') as channel,
    coalesce(touchpoints.campaign, '(none)') as campaign,
    coalesce(touchpoints.origin, '(none)') as origin,
    '{{ var("gtm_currency") }}' as currency,
    {{ gtm_tower.ratio('weights.weight', 'weights.total') }} as credit,
    {{ gtm_tower.money_share(
        'conversions.value', 'weights.weight', 'weights.here', 'weights.total'
    ) }} as value,
    coalesce(touchpoints.is_direct, false) as is_direct,
    coalesce(touchpoints.is_derived, false) as is_derived,
    conversions.converted_date,
    touchpoints.touched_at,
    conversions.converted_at
from weights
inner join conversions on weights.conversion_id = conversions.conversion_id
left join touchpoints on weights.touchpoint_id = touchpoints.touchpoint_id
