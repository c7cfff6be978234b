{# a refusal where something ends before it starts #}
{% macro refuse_order(start, finish) -%}
    case
        when received.{{ finish }} < received.{{ start }}
            then {{ gtm_tower.refusal('wrong_order', finish, 'received.' ~ finish) }}
    end
{%- endmacro %}
