{# the total of an amount as money over the rows of a condition; 0 over no rows #}
{% macro sum_where(amount, condition) -%}
    {{ gtm_tower.sum_money('case when ' ~ condition ~ ' then ' ~ amount ~ ' end') }}
{%- endmacro %}
