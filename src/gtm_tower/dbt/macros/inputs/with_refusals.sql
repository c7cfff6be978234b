{# the tail of every received model: the judged rows with `refusal`, null where the contract accepts
   the row, and with the raw content of the refused ones only #}
{% macro with_refusals(input, columns, has_versions=true) -%}
    {%- set kept = (columns.keys() | list) + gtm_tower.input_extensions(input)
        + ['source_name', 'table_name', '_gtm_file', '_gtm_row'] -%}
    {%- set refusal = "case when superseded._gtm_row is not null then 'duplicate' end" -%}
    select
        {%- for column in kept %}
        judged.{{ column }},
        {%- endfor %}
        {%- if has_versions %}
        coalesce(judged.verdict, {{ refusal }}) as refusal,
        case
            when judged.verdict is not null or superseded._gtm_row is not null then judged.raw_content
        end as raw_content
        {%- else %}
        judged.verdict as refusal,
        case when judged.verdict is not null then judged.raw_content end as raw_content
        {%- endif %}
    from judged
    {%- if has_versions %}
    left join superseded
        on
            judged._gtm_row = superseded._gtm_row
            and judged._gtm_file = superseded._gtm_file
            and judged.source_name = superseded.source_name
    {%- endif %}
{%- endmacro %}
