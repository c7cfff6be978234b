{# a refusal where one of the required columns is empty #}
{% macro refuse_missing(columns) -%}
    case
        {%- for column in columns %}
        when received.{{ column }} is null then 'missing_value: {{ column }}'
        {%- endfor %}
    end
{%- endmacro %}
