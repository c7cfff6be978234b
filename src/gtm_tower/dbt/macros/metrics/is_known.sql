{# whether a moment lies on or before the as_of day of the reporting time zone #}
{% macro is_known(moment) -%}
    {%- set day = modules.datetime.date.fromisoformat(var('gtm_as_of')) -%}
    {%- set next_day = day + modules.datetime.timedelta(days=1) -%}
    {%- set midnight = "cast('" ~ next_day ~ "' as " ~ gtm_tower.type_of('timestamp') ~ ")" -%}
    {{ moment }} < {{ gtm_tower.local_to_utc(midnight) }}
{%- endmacro %}
