{# a word for yes or no in any case as a boolean; null where it is none #}
{% macro parse_boolean(text) -%}
    {%- set word = gtm_tower.clean_name(text) -%}
    case
        when {{ word }} in ('true', 't', 'yes', 'y', 'on', 'checked', '1', '1.0') then true
        when {{ word }} in ('false', 'f', 'no', 'n', 'off', 'unchecked', '0', '0.0') then false
    end
{%- endmacro %}
