{# a text of the settings as a literal; engines escape a quote in it differently #}
{% macro text_of(text) %}'{{ text | replace("'", "' || chr(39) || '") }}'{% endmacro %}
