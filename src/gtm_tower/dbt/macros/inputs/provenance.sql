{# where a staged row came from: source, table, file, row, and the row as received, as JSON text #}
{% macro provenance(source_name, table_name) -%}
    '{{ source_name }}' as source_name,
    '{{ table_name }}' as table_name,
    _gtm_file,
    _gtm_row,
    {{ gtm_tower.json_object(var('gtm_raw_columns')[source_name ~ '_' ~ table_name]) }} as raw_content
    {%- for column in gtm_tower.extension_columns(source_name ~ '_' ~ table_name) %},
    {{ gtm_tower.clean_text(column) }} as {{ column }}
    {%- endfor %}
{%- endmacro %}
