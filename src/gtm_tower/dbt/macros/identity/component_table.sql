{# makes a working table beside the model that is being built, in the place of one that is left over #}
{% macro component_table(suffix, sql) %}
    {%- set table = this.incorporate(
        path={'identifier': this.identifier ~ '__' ~ suffix}, type='table'
    ) -%}
    {%- do adapter.drop_relation(table) -%}
    {% call statement() -%}
        {{ get_create_table_as_sql(False, table, sql) }}
    {%- endcall %}
    {{ return(table) }}
{% endmacro %}
