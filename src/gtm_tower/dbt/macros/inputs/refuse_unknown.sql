{# a refusal where a name is not one of the contract's #}
{% macro refuse_unknown(column, legal) -%}
    case
        when received.{{ column }} not in ('{{ legal | join("', '") }}')
            then {{ gtm_tower.refusal('unknown_value', column, 'received.' ~ column) }}
    end
{%- endmacro %}
