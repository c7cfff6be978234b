{# the columns named x_… that a raw table brings and that travel through to the marts #}
{% macro extension_columns(raw_table) %}
    {%- set found = [] -%}
    {%- for column in var('gtm_raw_columns')[raw_table] if column.startswith('x_') -%}
        {%- do found.append(column) -%}
    {%- endfor -%}
    {{- return(found | sort) -}}
{% endmacro %}
