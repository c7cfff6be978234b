with

cells as (

    {% for feed in gtm_tower.raw_feeds() -%}
    {% for column, facts in var('gtm_column_kinds').get(feed.raw_table, {}).items() -%}
    select
        '{{ feed.source }}' as source_name,
        '{{ feed.table }}' as table_name,
        '{{ column }}' as column_name,
        {{ gtm_tower.repair_of(column, facts.kind, facts.is_refused) }} as repair
    from {{ source(feed.source, feed.table) }}
    union all
    {% endfor -%}
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as source_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as table_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as column_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as repair

)

select
    source_name,
    table_name,
    column_name,
    repair,
    count(*) as row_count
from cells
where repair is not null
group by 1, 2, 3, 4
