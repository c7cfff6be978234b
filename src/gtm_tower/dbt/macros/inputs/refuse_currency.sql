{# a refusal of an amount in another currency than the reports' #}
{% macro refuse_currency() -%}
    case
        when received.currency <> '{{ var("gtm_currency") }}'
            then {{ gtm_tower.refusal('other_currency', 'currency', 'received.currency') }}
    end
{%- endmacro %}
