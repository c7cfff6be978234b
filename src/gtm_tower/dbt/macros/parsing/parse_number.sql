{# a text as a number of a kind (money by default); null where it is none #}
{% macro parse_number(text, kind='money', notation='number') -%}
    case
        when {{ gtm_tower.matches(gtm_tower.clean_text(text), gtm_tower.pattern_of(notation)) }}
            then cast({{ gtm_tower.clean_text(text) }} as {{ gtm_tower.type_of(kind) }})
    end
{%- endmacro %}
