{# a first-of-month some months later, as a date #}
{% macro add_months(month, months) -%}
    cast({{ dbt.dateadd('month', '(' ~ months ~ ')', month) }} as date)
{%- endmacro %}
