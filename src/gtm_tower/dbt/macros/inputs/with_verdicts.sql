{# the tail of every received model: the judged rows with their final `verdict`, null where the contract
   accepts the row #}
{% macro with_verdicts(input, columns, has_versions=true) -%}
    {%- set kept = (columns.keys() | list) + gtm_tower.input_extensions(input)
        + ['source_name', 'table_name', '_gtm_file', '_gtm_row'] -%}
    select
        {%- for column in kept %}
        judged.{{ column }},
        {%- endfor %}
        {%- if has_versions %}
        coalesce(
            judged.verdict, case when superseded._gtm_row is not null then 'duplicate' end
        ) as verdict
        {%- else %}
        judged.verdict
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
