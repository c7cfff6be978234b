{# marts and meta are written aside until they are published: let GTM Tower name schemas and relations #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- return(gtm_tower.schema_name(custom_schema_name, node)) -}}
{% endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) %}
    {{- return(gtm_tower.relation_name(custom_alias_name, node)) -}}
{% endmacro %}

{% macro generate_database_name(custom_database_name=none, node=none) %}
    {{- return(gtm_tower.database_name(custom_database_name, node)) -}}
{% endmacro %}
