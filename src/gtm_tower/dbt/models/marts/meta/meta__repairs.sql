with

cells as (

    {% for feed in gtm_tower.raw_feeds() -%}
    {% for column, facts in var('gtm_column_kinds').get(feed.raw_table, {}).items() -%}
    select
        '{{ feed.source }}' as source_name,
        '{{ feed.table }}' as table_name,
        '{{ column }}' as column_name,
        '{{ facts.kind }}' as kind,
        {{ facts.is_refused | lower }} as is_refused,
        {{ gtm_tower.clean_text(column) }} as given
    from {{ source(feed.source, feed.table) }}
    union all
    {% endfor -%}
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as source_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as table_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as column_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as kind,
        cast(null as {{ gtm_tower.type_of('boolean') }}) as is_refused,
        cast(null as {{ gtm_tower.type_of('text') }}) as given

),

judged as (

    select
        source_name,
        table_name,
        column_name,
        case
            when {{ gtm_tower.clean_missing('given') }} is null then 'placeholder'
            when {{ gtm_tower.is_unreadable('given', 'kind') }}
                then case when not is_refused then 'unreadable' end
            when kind in ('moment', 'named month') and substr(given, 1, 2) = '00' then 'century'
        end as repair
    from cells
    where given is not null

)

select
    source_name,
    table_name,
    column_name,
    repair,
    count(*) as row_count
from judged
where repair is not null
group by 1, 2, 3, 4
