{# a UTC timestamp as the reporting time zone's wall clock shows it #}
{% macro utc_to_local(moment) %}
    {%- if var('gtm_time_zone') == 'UTC' -%}{{ return(moment) }}{%- endif -%}
    {{- return(adapter.dispatch('utc_to_local', 'gtm_tower')(moment, var('gtm_time_zone'))) -}}
{% endmacro %}

{% macro default__utc_to_local(moment, zone) -%}
    timezone('{{ zone }}', timezone('UTC', {{ moment }}))
{%- endmacro %}

{% macro snowflake__utc_to_local(moment, zone) -%}
    convert_timezone('UTC', '{{ zone }}', {{ moment }})
{%- endmacro %}

{% macro redshift__utc_to_local(moment, zone) -%}
    convert_timezone('UTC', '{{ zone }}', {{ moment }})
{%- endmacro %}

{% macro bigquery__utc_to_local(moment, zone) -%}
    timestamp(datetime({{ moment }}, '{{ zone }}'))
{%- endmacro %}

{% macro spark__utc_to_local(moment, zone) -%}
    from_utc_timestamp({{ moment }}, '{{ zone }}')
{%- endmacro %}
