{# whether a month had ended by the end of the as_of day #}
{% macro is_complete_month(next_month) -%}
    {%- set day = modules.datetime.date.fromisoformat(var('gtm_as_of')) -%}
    ({{ next_month }} <= cast('{{ day + modules.datetime.timedelta(days=1) }}' as date))
{%- endmacro %}
