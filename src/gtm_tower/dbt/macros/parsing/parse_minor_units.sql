{# a whole number of minor units, such as cents, as money: 1234 is 12.34; also written with a fraction of
   nothing but zeros. Null where it is none: 12.34 is no number of cents, and may be dollars. #}
{% macro parse_minor_units(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    {%- set notation = '[+-]?' ~ gtm_tower.pattern_of('whole number') ~ '([.]0{1,15})?' -%}
    case
        when {{ gtm_tower.matches(value, notation) }}
            then cast(
                cast({{ dbt.split_part(value, "'.'", 1) }} as {{ gtm_tower.type_of('money') }}) * 0.01
                as {{ gtm_tower.type_of('money') }}
            )
    end
{%- endmacro %}
