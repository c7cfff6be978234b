{# numerator over denominator as a fraction; null where the denominator is 0 or unknown #}
{% macro ratio(numerator, denominator) -%}
    (
        cast({{ numerator }} as {{ gtm_tower.type_of('number') }})
        / nullif(cast({{ denominator }} as {{ gtm_tower.type_of('number') }}), 0)
    )
{%- endmacro %}
