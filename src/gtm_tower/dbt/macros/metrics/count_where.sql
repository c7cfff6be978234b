{# how many rows fulfil a condition #}
{% macro count_where(condition) %}count(case when {{ condition }} then 1 end){% endmacro %}
