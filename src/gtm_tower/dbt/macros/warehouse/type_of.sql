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
    {%- if kind not in types -%}
        {{ exceptions.raise_compiler_error(
            "type_of: '" ~ kind ~ "' is unknown. Legal: " ~ types | join(', ')
        ) }}
    {%- endif -%}
    {{- return(types[kind]) -}}
{% endmacro %}
