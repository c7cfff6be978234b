{# a refusal where an amount is below zero #}
{% macro refuse_negative(column) -%}
    case
        when received.{{ column }} < 0
            then {{ gtm_tower.refusal('negative_amount', column, 'received.' ~ column) }}
    end
{%- endmacro %}
