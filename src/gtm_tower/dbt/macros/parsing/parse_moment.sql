{# a text as a UTC timestamp; a bare day is midnight in the reporting time zone; null where it is none #}
{% macro parse_moment(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
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
