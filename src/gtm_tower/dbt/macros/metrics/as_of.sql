{# the date of the results, as a date #}
{% macro as_of() %}cast('{{ var("gtm_as_of") }}' as date){% endmacro %}
