{# why a row is refused, as the text `reason: column 'value'` #}
{% macro refusal(reason, column, value=none) -%}
    '{{ reason }}: {{ column }} ' || chr(39)
    || cast({{ value or column }} as {{ gtm_tower.type_of('text') }}) || chr(39)
{%- endmacro %}
