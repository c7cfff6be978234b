{# whether a month had ended by the end of the as_of day #}
{% macro is_complete_month(next_month) -%}
    ({{ next_month }} <= {{ dbt.dateadd('day', 1, gtm_tower.as_of()) }})
{%- endmacro %}
