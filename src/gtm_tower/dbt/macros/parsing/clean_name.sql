{# a name of a fixed list (a status, a severity) in the one spelling the contract uses: lower case #}
{% macro clean_name(text) %}lower({{ gtm_tower.clean_text(text) }}){% endmacro %}
