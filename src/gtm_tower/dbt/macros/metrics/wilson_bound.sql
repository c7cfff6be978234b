{# the `low` or `high` end of the 95% interval of the share part / whole (Wilson 1927, JASA 22, 209):
   centre minus or plus spread; null where whole is 0 #}
{% macro wilson_bound(part, whole, end) -%}
    {%- set ends = {'low': ('-', part ~ ' = 0', 0), 'high': ('+', part ~ ' = ' ~ whole, 1)} -%}
    {%- if end not in ends -%}
        {{ exceptions.raise_compiler_error(
            "wilson_bound: end is '" ~ end ~ "'. Legal: " ~ ends | join(', ')
        ) }}
    {%- endif -%}
    {%- set sign, is_extreme, extreme = ends[end] -%}
    {%- set number = gtm_tower.type_of('number') -%}
    {%- set z = '1.959963984540054' -%}
    {%- set n = 'cast(' ~ whole ~ ' as ' ~ number ~ ')' -%}
    {%- set rate = gtm_tower.ratio(part, whole) -%}
    cast(
        case
            when {{ whole }} = 0 then null
            when {{ is_extreme }} then {{ extreme }}
            else
                ({{ rate }} + {{ z }} * {{ z }} / (2 * {{ n }})) / (1 + {{ z }} * {{ z }} / {{ n }})
                {{ sign }} {{ z }} * sqrt(
                    {{ rate }} * (1 - {{ rate }}) / {{ n }}
                    + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }})
                ) / (1 + {{ z }} * {{ z }} / {{ n }})
        end as {{ number }}
    )
{%- endmacro %}
