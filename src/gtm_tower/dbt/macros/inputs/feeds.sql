{# the rows of an input from every source that provides it, as they were known on as_of: later dates in
   the columns `ends` are still empty, and so are those that a source lacks. Without a source: no rows,
   with the same types. #}
{% macro feeds(input, columns, ends=[]) -%}
    {%- set text = gtm_tower.type_of('text') -%}
    {%- set extensions = gtm_tower.input_extensions(input) -%}
    {%- for feed in var('gtm_feeds').get(input, []) %}
    select
        {%- for column, kind in columns.items() %}
        {%- if column in feed.get('lacks', []) %}
        cast(null as {{ gtm_tower.type_of(kind) }}) as {{ column }},
        {%- elif column in ends %}
        case when {{ gtm_tower.is_known(column) }} then {{ column }} end as {{ column }},
        {%- else %}
        cast({{ column }} as {{ gtm_tower.type_of(kind) }}) as {{ column }},
        {%- endif %}
        {%- endfor %}
        {%- for column in extensions %}
        {%- if column in gtm_tower.extension_columns(feed.raw_table) %}
        {{ column }},
        {%- else %}
        cast(null as {{ text }}) as {{ column }},
        {%- endif %}
        {%- endfor %}
        source_name,
        table_name,
        _gtm_file,
        _gtm_row,
        problem
    from {{ ref(feed.model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        {%- for column, kind in columns.items() %}
        cast(null as {{ gtm_tower.type_of(kind) }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ text }}) as source_name,
        cast(null as {{ text }}) as table_name,
        cast(null as {{ text }}) as _gtm_file,
        cast(null as {{ dbt.type_bigint() }}) as _gtm_row,
        cast(null as {{ text }}) as problem
    from (select 1 as nothing) as nobody
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
