{# a text as a number of a kind: money, number or count (whole numbers); null where it is none #}
{% macro parse_number(text, kind='money') -%}
    {%- set notation = 'whole number' if kind == 'count' else 'number' -%}
    case
        when {{ gtm_tower.matches(gtm_tower.clean_text(text), gtm_tower.pattern_of(notation)) }}
            then cast({{ gtm_tower.clean_text(text) }} as {{ gtm_tower.type_of(kind) }})
    end
{%- endmacro %}
