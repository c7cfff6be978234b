{# a timestamp of the reporting time zone's wall clock as UTC #}
{% macro local_to_utc(moment) %}
    {%- if var('gtm_time_zone') == 'UTC' -%}{{ return(moment) }}{%- endif -%}
    {{- return(adapter.dispatch('local_to_utc', 'gtm_tower')(moment, var('gtm_time_zone'))) -}}
{% endmacro %}

{% macro default__local_to_utc(moment, zone) -%}
    timezone('UTC', timezone('{{ zone }}', {{ moment }}))
{%- endmacro %}

{% macro snowflake__local_to_utc(moment, zone) -%}
    convert_timezone('{{ zone }}', 'UTC', {{ moment }})
{%- endmacro %}

{% macro redshift__local_to_utc(moment, zone) -%}
    convert_timezone('{{ zone }}', 'UTC', {{ moment }})
{%- endmacro %}

{% macro bigquery__local_to_utc(moment, zone) -%}
    timestamp(datetime({{ moment }}), '{{ zone }}')
{%- endmacro %}

{% macro spark__local_to_utc(moment, zone) -%}
    to_utc_timestamp({{ moment }}, '{{ zone }}')
{%- endmacro %}
