{# a number from 0 as text, rounded half up to whole ones or, with digits=1, to tenths. Made of whole
   numbers, so that each engine writes the same. #}
{% macro number_text(value, digits=0) -%}
    {%- if digits not in (0, 1) -%}
        {{ exceptions.raise_compiler_error("number_text: digits is " ~ digits ~ ". Legal: 0, 1") }}
    {%- endif -%}
    {%- set factor = 10 if digits else 1 -%}
    {%- set number = 'cast(' ~ value ~ ' as ' ~ gtm_tower.type_of('number') ~ ')' -%}
    {%- set units = 'floor(' ~ number ~ ' * ' ~ factor ~ ' + 0.5)' -%}
    {%- set whole = 'floor(' ~ units ~ ' / ' ~ factor ~ ')' -%}
    {%- set count, text = gtm_tower.type_of('count'), gtm_tower.type_of('text') -%}
    cast(cast({{ whole }} as {{ count }}) as {{ text }})
    {%- if digits %} || '.' || cast(cast({{ units }} - 10 * {{ whole }} as {{ count }}) as {{ text }})
    {%- endif -%}
{%- endmacro %}
