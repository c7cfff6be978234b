{# text columns as one JSON object, written the same on every engine #}
{% macro json_object(columns) -%}
    '{'
    {%- for column in columns %}
    || '{{ ", " if not loop.first }}"{{ column }}": '
    || coalesce('"' || {{ gtm_tower.json_escape(adapter.quote(column)) }} || '"', 'null')
    {%- endfor %}
    || '}'
{%- endmacro %}
