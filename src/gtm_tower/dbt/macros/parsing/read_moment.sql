{# parse_moment of a text that has no blanks around it #}
{% macro read_moment(value) -%}
    {%- set as_local = gtm_tower.text_to_timestamp(value) -%}
    case
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('day')) }}
            then {{ gtm_tower.local_to_utc(as_local) }}
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('local moment')) }}
            then {{ as_local }}
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('zoned moment')) }}
            then {{ gtm_tower.zoned_to_utc(value) }}
    end
{%- endmacro %}
