{# parse_month of a text that has no blanks around it #}
{% macro read_month(value) -%}
    {%- set first_day = 'cast(' ~ value ~ " || '-01' as " ~ gtm_tower.type_of('timestamp') ~ ')' -%}
    case
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('month')) }}
            then {{ gtm_tower.local_to_utc(first_day) }}
        else {{ gtm_tower.read_moment(value) }}
    end
{%- endmacro %}
