{# whole seconds from one timestamp to a later one, rounded down. Counted in microseconds, which every
   engine keeps exactly; its own difference in seconds counts the clock's ticks on some. #}
{% macro seconds_between(earlier, later) %}
    {{- return(adapter.dispatch('seconds_between', 'gtm_tower')(earlier, later)) -}}
{% endmacro %}

{% macro default__seconds_between(earlier, later) -%}
    cast(floor(datediff(microsecond, {{ earlier }}, {{ later }}) / 1000000.0) as bigint)
{%- endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    cast(floor((epoch_us({{ later }}) - epoch_us({{ earlier }})) / 1000000.0) as bigint)
{%- endmacro %}

{% macro postgres__seconds_between(earlier, later) -%}
    cast(floor(extract(epoch from ({{ later }} - {{ earlier }}))) as bigint)
{%- endmacro %}

{% macro redshift__seconds_between(earlier, later) -%}
    {{ gtm_tower.default__seconds_between(earlier, later) }}
{%- endmacro %}

{% macro bigquery__seconds_between(earlier, later) -%}
    cast(floor(timestamp_diff({{ later }}, {{ earlier }}, microsecond) / 1000000.0) as bigint)
{%- endmacro %}

{% macro spark__seconds_between(earlier, later) -%}
    cast(floor((unix_micros({{ later }}) - unix_micros({{ earlier }})) / 1000000.0) as bigint)
{%- endmacro %}
