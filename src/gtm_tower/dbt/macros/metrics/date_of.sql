{# the day of a UTC timestamp in the reporting time zone #}
{% macro date_of(moment) %}cast({{ gtm_tower.utc_to_local(moment) }} as date){% endmacro %}
