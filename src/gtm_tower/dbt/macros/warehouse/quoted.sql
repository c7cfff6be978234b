{# a raw column's name quoted, for names that are reserved words on some engine #}
{% macro quoted(column) %}
    {{- return(adapter.dispatch('quoted', 'gtm_tower')(column)) -}}
{% endmacro %}

{% macro default__quoted(column) %}{{ return(adapter.quote(column)) }}{% endmacro %}

{# unquoted names are upper case there #}
{% macro snowflake__quoted(column) %}{{ return(adapter.quote(column | upper)) }}{% endmacro %}
