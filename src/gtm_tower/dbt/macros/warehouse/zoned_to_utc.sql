{# a text with a UTC offset as a timestamp in UTC without one #}
{% macro zoned_to_utc(text) %}
    {{- return(adapter.dispatch('zoned_to_utc', 'gtm_tower')(text)) -}}
{% endmacro %}

{% macro default__zoned_to_utc(text) -%}
    (cast({{ text }} as timestamp with time zone) at time zone 'UTC')
{%- endmacro %}

{# read without the blank before an offset, which is a name of a zone to DuckDB #}
{% macro duckdb__zoned_to_utc(text) -%}
    {{ gtm_tower.default__zoned_to_utc('(' ~ gtm_tower.iso_moment(text) ~ ')') }}
{%- endmacro %}

{% macro redshift__zoned_to_utc(text) -%}
    {{ gtm_tower.default__zoned_to_utc('(' ~ gtm_tower.iso_moment(text) ~ ')') }}
{%- endmacro %}

{% macro snowflake__zoned_to_utc(text) -%}
    cast(
        convert_timezone('UTC', cast({{ gtm_tower.iso_moment(text) }} as timestamp_tz))
        as timestamp_ntz
    )
{%- endmacro %}

{% macro bigquery__zoned_to_utc(text) -%}
    cast({{ gtm_tower.iso_moment(text) }} as timestamp)
{%- endmacro %}

{% macro spark__zoned_to_utc(text) -%}
    cast({{ gtm_tower.iso_moment(text) }} as timestamp)
{%- endmacro %}
