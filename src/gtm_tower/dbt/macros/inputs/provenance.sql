{# where a staged row came from: source, table, file and row; and its x_… columns #}
{% macro provenance(source_name, table_name) -%}
    '{{ source_name }}' as source_name,
    '{{ table_name }}' as table_name,
    _gtm_file,
    _gtm_row
    {%- for column in gtm_tower.extension_columns(source_name ~ '_' ~ table_name) %},
    {{ gtm_tower.clean_text(column) }} as {{ column }}
    {%- endfor %}
{%- endmacro %}
