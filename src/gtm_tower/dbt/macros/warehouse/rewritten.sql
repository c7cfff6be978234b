{# a text with every part that matches a regular expression replaced by `parts`: constant texts, and
   numbers for what a group of the expression holds (nothing where it took no part) #}
{% macro rewritten(text, pattern, parts) %}
    {{- return(adapter.dispatch('rewritten', 'gtm_tower')(text, pattern, parts)) -}}
{% endmacro %}

{% macro default__rewritten(text, pattern, parts) -%}
    regexp_replace({{ text }}, '{{ pattern }}', {{ gtm_tower.rewritten_as(parts, 'chr(92)') }})
{%- endmacro %}

{% macro duckdb__rewritten(text, pattern, parts) -%}
    regexp_replace({{ text }}, '{{ pattern }}', {{ gtm_tower.rewritten_as(parts, 'chr(92)') }}, 'g')
{%- endmacro %}

{% macro postgres__rewritten(text, pattern, parts) -%}
    {{ gtm_tower.duckdb__rewritten(text, pattern, parts) }}
{%- endmacro %}

{# its manual does not say how a group is named; taken to be $1 #}
{% macro redshift__rewritten(text, pattern, parts) -%}
    {{ gtm_tower.spark__rewritten(text, pattern, parts) }}
{%- endmacro %}

{% macro spark__rewritten(text, pattern, parts) -%}
    regexp_replace({{ text }}, '{{ pattern }}', {{ gtm_tower.rewritten_as(parts, "'$'") }})
{%- endmacro %}
