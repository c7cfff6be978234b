{# the total of an amount as money; 0 over no rows #}
{% macro sum_money(amount) -%}
    cast(coalesce(sum({{ amount }}), 0) as {{ gtm_tower.type_of('money') }})
{%- endmacro %}
