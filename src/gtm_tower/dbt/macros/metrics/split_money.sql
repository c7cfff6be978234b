{# an amount divided into equal parts, rounded half up to cents. The quotient of whole cents is exact
   at every tie, so each engine rounds alike. #}
{% macro split_money(amount, parts) -%}
    cast(
        floor(
            cast({{ amount }} as {{ gtm_tower.type_of('number') }}) * 100 / {{ parts }} + 0.5
        ) / 100 as {{ gtm_tower.type_of('money') }}
    )
{%- endmacro %}
