{# a text without surrounding blanks; an empty one is null #}
{% macro clean_text(text) %}nullif(trim({{ text }}), ''){% endmacro %}
