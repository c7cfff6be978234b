{# put between `as` and `(` of a CTE that several others read in part, so that each computes only the
   columns it needs and the whole is never kept in memory; other engines decide for themselves #}
{% macro inlined() %}
    {{- return(adapter.dispatch('inlined', 'gtm_tower')()) -}}
{% endmacro %}

{% macro default__inlined() %}{% endmacro %}

{% macro duckdb__inlined() %}not materialized{% endmacro %}

{% macro postgres__inlined() %}not materialized{% endmacro %}

{% macro redshift__inlined() %}{% endmacro %}
