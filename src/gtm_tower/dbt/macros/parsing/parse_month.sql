{# a text that is a month (2025-03) or a moment as a UTC timestamp; null where it is neither #}
{% macro parse_month(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    {%- set first_day = 'cast(' ~ value ~ " || '-01' as " ~ gtm_tower.type_of('timestamp') ~ ')' -%}
    case
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('month')) }}
            then {{ gtm_tower.local_to_utc(first_day) }}
        else {{ gtm_tower.parse_moment(text) }}
    end
{%- endmacro %}
