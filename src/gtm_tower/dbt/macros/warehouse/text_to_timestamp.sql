{# a text without a UTC offset as a timestamp of the same wall clock #}
{% macro text_to_timestamp(text) %}
    {{- return(adapter.dispatch('text_to_timestamp', 'gtm_tower')(text)) -}}
{% endmacro %}

{% macro default__text_to_timestamp(text) -%}
    cast({{ text }} as {{ gtm_tower.type_of('timestamp') }})
{%- endmacro %}

{# a clock must show seconds; 2025-03-01 09:30 has 16 characters #}
{% macro bigquery__text_to_timestamp(text) -%}
    cast(case when length({{ text }}) = 16 then {{ text }} || ':00' else {{ text }} end as timestamp)
{%- endmacro %}

{% macro spark__text_to_timestamp(text) -%}
    {{ gtm_tower.bigquery__text_to_timestamp(text) }}
{%- endmacro %}
