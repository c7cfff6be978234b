{# the schema of a model: the next version of marts and meta stands aside until it is published #}
{% macro schema_name(custom_schema_name, node) %}
    {%- set schemas = {'marts': var('gtm_marts_schema'), 'meta': var('gtm_meta_schema')} -%}
    {%- if custom_schema_name is none -%}
        {{- return(target.schema) -}}
    {%- endif -%}
    {{- return(schemas.get(custom_schema_name, var('gtm_schema_prefix') ~ custom_schema_name)) -}}
{% endmacro %}
