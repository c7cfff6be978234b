{# the first day of the month of as_of #}
{% macro as_of_month() %}cast('{{ var("gtm_as_of")[:7] }}-01' as date){% endmacro %}
