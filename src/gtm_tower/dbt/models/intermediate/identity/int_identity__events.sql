{# all values of an event that are not guarded belong to one person, so the first that has one
   tells #}
{% set kinds = ['user_id', 'anonymous_id', 'device_id', 'email'] %}

with

events as (

    select * from {{ ref('inputs__web_events') }}

),

stitching as {{ gtm_tower.inlined() }} (

    select * from {{ ref('int_identity_stitching') }}

)

select
    events.event_id,
    coalesce(
        {%- for kind in kinds %}
        of_{{ kind }}.person_id{{ ',' if not loop.last }}
        {%- endfor %}
    ) as person_id
from events
{% for kind in kinds -%}
left join stitching as of_{{ kind }}
    on events.{{ kind }} = of_{{ kind }}.value and of_{{ kind }}.value_kind = '{{ kind }}'
{% endfor %}
