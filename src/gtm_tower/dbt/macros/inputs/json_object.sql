{# text columns of a relation as one JSON object, written the same on every engine #}
{% macro json_object(relation, columns) -%}
    '{'
    {%- for column in columns %}
    || '{{ ", " if not loop.first }}"{{ column }}": '
    || coalesce(
        '"' || {{ gtm_tower.json_escape(relation ~ '.' ~ gtm_tower.quoted(column)) }} || '"', 'null'
    )
    {%- endfor %}
    || '}'
{%- endmacro %}
