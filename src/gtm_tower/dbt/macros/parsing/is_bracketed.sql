{# whether a text stands in square or curly brackets #}
{% macro is_bracketed(text) -%}
    (
        (substr({{ text }}, 1, 1) = '[' and substr({{ text }}, length({{ text }})) = ']')
        or (substr({{ text }}, 1, 1) = '{' and substr({{ text }}, length({{ text }})) = '}')
    )
{%- endmacro %}
