{# whether a text matches a regular expression in full; write classes, not backslashes #}
{% macro matches(text, pattern) %}
    {{- return(adapter.dispatch('matches', 'gtm_tower')(text, pattern)) -}}
{% endmacro %}

{% macro default__matches(text, pattern) %}({{ text }} ~ '^({{ pattern }})$'){% endmacro %}

{% macro duckdb__matches(text, pattern) %}regexp_full_match({{ text }}, '{{ pattern }}'){% endmacro %}

{# anchored at both ends by itself #}
{% macro snowflake__matches(text, pattern) %}regexp_like({{ text }}, '({{ pattern }})'){% endmacro %}

{% macro bigquery__matches(text, pattern) %}regexp_contains({{ text }}, '^({{ pattern }})$'){% endmacro %}

{# Java's $ also matches before a last line break #}
{% macro spark__matches(text, pattern) %}({{ text }} rlike '(?s)^({{ pattern }})(?!.)'){% endmacro %}
