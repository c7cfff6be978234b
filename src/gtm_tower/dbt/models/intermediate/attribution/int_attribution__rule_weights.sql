{# what each rule weighs a touch of a conversion, up to this touch, and over all of them: in whole
   parts, so that sums are exact and the shares of a value can be cut to the cent #}
{{ config(materialized='view') }}
{% set is_last = 'case when place = steps then 1 else 0 end' %}
{% set weights = {
    'first': ('case when place = 1 then 1 else 0 end', '1', '1'),
    'last': (is_last, is_last, '1'),
    'last_non_direct': (
        'case when tagged_count = 0 then ' ~ is_last
            ~ ' when tagged = 1 and tagged_here = tagged_count then 1 else 0 end',
        'case when tagged_count = 0 then ' ~ is_last
            ~ ' when tagged_here = tagged_count then 1 else 0 end',
        '1',
    ),
    'linear': ('1', 'place', 'steps'),
    'position': (
        'case when steps <= 2 then 1 when place in (1, steps) then 2 * (steps - 2) else 1 end',
        'case when steps <= 2 then place when place = steps then 5 * (steps - 2)'
            ~ ' else 2 * (steps - 2) + place - 1 end',
        'case when steps <= 2 then steps else 5 * (steps - 2) end',
    ),
    'w_shaped': (
        'case when other_count = 0 then roles when roles > 0 then 3 * roles * other_count'
            ~ ' else 10 - 3 * role_count end',
        'case when other_count = 0 then roles_here else 3 * roles_here * other_count'
            ~ ' + (10 - 3 * role_count) * (place - named_here) end',
        'case when other_count = 0 then role_count else 10 * other_count end',
    ),
    'time_decay': ('decay', 'decay_here', 'decay_total'),
} %}
{% set milestones = ['lead_place', 'opportunity_place'] %}

with

journeys as (

    select * from {{ ref('int_attribution__journeys') }}

),

-- a touch may be first, the last by the lead, and the last by the opportunity: up to three roles
roles as (

    select
        journeys.*,
        case when touch_count > 1 then touch_count else 1 end as steps,
        case when place = 1 then 1 else 0 end
        {%- for milestone in milestones %}
        + case when {{ milestone }} = place then 1 else 0 end
        {%- endfor %} as roles,
        1
        {%- for milestone in milestones %}
        + case when {{ milestone }} between 1 and place then 1 else 0 end
        {%- endfor %} as roles_here,
        1
        {%- for milestone in milestones %}
        + case when {{ milestone }} > 0 then 1 else 0 end
        {%- endfor %} as role_count,
        1
        + case when lead_place between 2 and place then 1 else 0 end
        + case
            when opportunity_place between 2 and place and opportunity_place <> lead_place then 1
            else 0
        end as named_here,
        1
        + case when lead_place > 1 then 1 else 0 end
        + case when opportunity_place > 1 and opportunity_place <> lead_place then 1 else 0 end
            as named_count
    from journeys

),

counted as (

    select
        roles.*,
        steps - named_count as other_count
    from roles

)

select
    conversion_id,
    touchpoint_id,
    place,
    {%- for model, parts in weights.items() %}
    {%- for name in ['weight', 'here', 'total'] %}
    cast({{ parts[loop.index0] }} as {{ gtm_tower.type_of('number') }}) as {{ model }}_{{ name }},
    {%- endfor %}
    {%- endfor %}
    touch_count
from counted
