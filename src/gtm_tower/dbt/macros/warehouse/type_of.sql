{# the column type of this engine for a kind: text, money, number, count, date, timestamp, boolean #}
{% macro type_of(kind) %}
    {%- set types = {
        'text': dbt.type_string(),
        'money': 'numeric(18, 2)',
        'number': var('gtm_double'),
        'count': dbt.type_bigint(),
        'date': 'date',
        'timestamp': dbt.type_timestamp(),
        'boolean': dbt.type_boolean(),
    } -%}
    {%- do types.update(adapter.dispatch('own_types', 'gtm_tower')()) -%}
    {%- if kind not in types -%}
        {{ exceptions.raise_compiler_error(
            "type_of: '" ~ kind ~ "' is unknown. Legal: " ~ types | join(', ')
        ) }}
    {%- endif -%}
    {{- return(types[kind]) -}}
{% endmacro %}

{% macro default__own_types() %}{{ return({}) }}{% endmacro %}

{# a bare `timestamp` is what the account's settings make of it #}
{% macro snowflake__own_types() %}{{ return({'timestamp': 'timestamp_ntz'}) }}{% endmacro %}

{# a bare `text` is varchar(256) #}
{% macro redshift__own_types() %}{{ return({'text': 'varchar(65535)'}) }}{% endmacro %}
