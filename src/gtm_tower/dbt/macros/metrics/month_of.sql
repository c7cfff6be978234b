{# the first day of the month of a UTC timestamp in the reporting time zone #}
{% macro month_of(moment) %}cast({{ dbt.date_trunc('month', gtm_tower.utc_to_local(moment)) }} as date){% endmacro %}
