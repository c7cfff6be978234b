{# an amount from 0 as text, rounded half up to a whole one, with a comma after each three digits,
   up to the billions. Made of whole numbers, so that each engine writes the same. #}
{% macro amount_text(value) -%}
    {%- set count, text = gtm_tower.type_of('count'), gtm_tower.type_of('text') -%}
    {%- set number = 'cast(' ~ value ~ ' as ' ~ gtm_tower.type_of('number') ~ ')' -%}
    {%- set whole = 'floor(' ~ number ~ ' + 0.5)' -%}
    {%- set parts = [] -%}
    {%- for size in (1000000000, 1000000, 1000, 1) -%}
        {%- set above = 'floor(' ~ whole ~ ' / ' ~ size ~ ')' -%}
        {%- set higher = 'floor(' ~ whole ~ ' / ' ~ 1000 * size ~ ')' -%}
        {%- do parts.append((size, above, above ~ ' - 1000 * ' ~ higher)) -%}
    {%- endfor -%}
    case
    {%- for size, above, own in parts %}
        {{ 'when ' ~ whole ~ ' >= ' ~ size ~ ' then' if size > 1 else 'else' }}
            cast(cast({{ above }} as {{ count }}) as {{ text }})
            {%- for _, _, lower in parts[loop.index:] %}
            || ',' || lpad(cast(cast({{ lower }} as {{ count }}) as {{ text }}), 3, '0')
            {%- endfor %}
    {%- endfor %}
    end
{%- endmacro %}
