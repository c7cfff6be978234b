{# an amount divided into equal parts, rounded half up to cents. Whole cents, made exactly before they
   become a double, have an exact quotient at every tie, so each engine rounds alike. #}
{% macro split_money(amount, parts) -%}
    cast(
        floor(
            cast({{ amount }} * 100 as {{ gtm_tower.type_of('number') }}) / {{ parts }} + 0.5
        ) / 100 as {{ gtm_tower.type_of('money') }}
    )
{%- endmacro %}
