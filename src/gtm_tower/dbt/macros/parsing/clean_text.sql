{# a text without blanks around it; an empty one is null #}
{% macro clean_text(text) %}nullif({{ gtm_tower.trimmed(text) }}, ''){% endmacro %}
