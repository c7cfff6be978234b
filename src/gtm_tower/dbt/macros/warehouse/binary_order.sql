{# a text that sorts and compares by its bytes, so that every engine picks the same first and last #}
{% macro binary_order(text) %}
    {{- return(adapter.dispatch('binary_order', 'gtm_tower')(text)) -}}
{% endmacro %}

{% macro default__binary_order(text) %}{{ text }}{% endmacro %}

{% macro postgres__binary_order(text) %}({{ text }} collate "C"){% endmacro %}

{% macro redshift__binary_order(text) %}{{ text }}{% endmacro %}
