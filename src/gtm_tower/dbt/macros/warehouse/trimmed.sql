{# a text without blanks, tabs, line ends and no-break spaces around it: each engine's own trim takes
   away a different set #}
{% macro trimmed(text) %}
    {%- set blanks = "' ' || chr(9) || chr(10) || chr(13) || chr(160)" -%}
    {{- return(adapter.dispatch('trimmed', 'gtm_tower')(text, blanks)) -}}
{% endmacro %}

{% macro default__trimmed(text, blanks) %}trim({{ text }}, {{ blanks }}){% endmacro %}

{% macro postgres__trimmed(text, blanks) %}btrim({{ text }}, {{ blanks }}){% endmacro %}

{% macro redshift__trimmed(text, blanks) %}btrim({{ text }}, {{ blanks }}){% endmacro %}

{% macro spark__trimmed(text, blanks) %}trim(both {{ blanks }} from {{ text }}){% endmacro %}
