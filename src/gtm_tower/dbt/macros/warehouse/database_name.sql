{# the database of a model: on an engine that publishes by file, marts and meta have one of their own #}
{% macro database_name(custom_database_name, node) %}
    {%- if custom_database_name -%}{{- return(custom_database_name) -}}{%- endif -%}
    {%- if node.config.schema in ['marts', 'meta'] and var('gtm_published_database') -%}
        {{- return(var('gtm_published_database')) -}}
    {%- endif -%}
    {#- Spark knows schemas only -#}
    {{- return(target.database or none) -}}
{% endmacro %}
