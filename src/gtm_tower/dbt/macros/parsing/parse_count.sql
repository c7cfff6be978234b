{# a text as a whole number, also written with a fraction of nothing but zeros: 3, 3.0; null where it is
   none #}
{% macro parse_count(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    case
        when {{ gtm_tower.matches(value, gtm_tower.pattern_of('whole number') ~ '([.]0{1,15})?') }}
            then cast({{ dbt.split_part(value, "'.'", 1) }} as {{ gtm_tower.type_of('count') }})
    end
{%- endmacro %}
