{# the name of a relation: inputs__accounts is inputs.accounts, meta__quarantine is meta.quarantine #}
{% macro relation_name(custom_alias_name, node) %}
    {%- if custom_alias_name -%}{{- return(custom_alias_name) -}}{%- endif -%}
    {%- set layer, _, name = node.name.partition('__') -%}
    {%- if layer == 'inputs' or layer == 'meta' -%}{{- return(name) -}}{%- endif -%}
    {%- if layer == 'received' -%}{{- return(name ~ '_received') -}}{%- endif -%}
    {{- return(node.name) -}}
{% endmacro %}
