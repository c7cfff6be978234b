{# the part of an amount that falls to one of several weights, whole numbers in an order: what the
   weights up to it (`here`, of the `total`) have coming, rounded half up to cents, less what those
   before it have. So the parts add up to the amount exactly. #}
{% macro money_share(amount, weight, here, total) -%}
    {%- set cents = 'cast(' ~ amount ~ ' * 100 as ' ~ gtm_tower.type_of('number') ~ ')' -%}
    cast(
        (
            floor({{ cents }} * {{ here }} / {{ total }} + 0.5)
            - floor({{ cents }} * ({{ here }} - {{ weight }}) / {{ total }} + 0.5)
        ) / 100 as {{ gtm_tower.type_of('money') }}
    )
{%- endmacro %}
