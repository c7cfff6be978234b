{# why a row is refused, as the text `reason: column 'value'` #}
{% macro refusal(reason, column, value=none) -%}
    '{{ reason }}: {{ column }} ''' || cast({{ value or column }} as {{ gtm_tower.type_of('text') }}) || ''''
{%- endmacro %}
