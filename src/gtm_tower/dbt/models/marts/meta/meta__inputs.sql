with

received as (

    {% for input, feeds in var('gtm_feeds').items() -%}
    {% for feed in feeds -%}
    select
        '{{ input }}' as input_name,
        '{{ feed.source }}' as source_name,
        '{{ feed.table }}' as table_name,
        count(*) * {{ feed.get('parts', 1) }} as row_count
    from {{
        source(feed.source, feed.table) if feed.source in var('gtm_sources') else ref(feed.model)
    }}
    union all
    {% endfor -%}
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as input_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as source_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as table_name,
        cast(0 as {{ gtm_tower.type_of('count') }}) as row_count

),

judged as (

    {% for input, happens_at in gtm_tower.input_moments('rows_judged').items()
        if input in var('gtm_feeds') -%}
    select
        '{{ input }}' as input_name,
        source_name,
        table_name,
        {{ gtm_tower.count_where("verdict = 'later'") }} as rows_later,
        {{ gtm_tower.count_where('verdict is null') }} as rows_accepted,
        {{ gtm_tower.count_where("verdict <> 'later'") }} as rows_quarantined,
        {{ gtm_tower.count_where("verdict not in ('later', 'duplicate')") }} as rows_refused,
        {{ gtm_tower.date_of('max(case when verdict is null then ' ~ happens_at ~ ' end)') }}
            as last_date
    from {{ ref('received__' ~ input) }} as rows_judged
    group by 1, 2, 3
    union all
    {% endfor -%}
    select
        {%- for column in ['input_name', 'source_name', 'table_name'] %}
        cast(null as {{ gtm_tower.type_of('text') }}) as {{ column }},
        {%- endfor %}
        {%- for column in ['rows_later', 'rows_accepted', 'rows_quarantined', 'rows_refused'] %}
        cast(null as {{ gtm_tower.type_of('count') }}) as {{ column }},
        {%- endfor %}
        cast(null as date) as last_date

)

select
    received.input_name,
    received.source_name,
    received.table_name,
    received.row_count - coalesce(judged.rows_later, 0) as rows_in,
    coalesce(judged.rows_later, 0) as rows_later,
    coalesce(judged.rows_accepted, 0) as rows_accepted,
    coalesce(judged.rows_quarantined, 0) as rows_quarantined,
    coalesce(judged.rows_refused, 0) as rows_refused,
    {{ gtm_tower.ratio(
        'coalesce(judged.rows_refused, 0)', 'received.row_count - coalesce(judged.rows_later, 0)'
    ) }} as refused_rate,
    judged.last_date
from received
left join judged
    on
        received.input_name = judged.input_name
        and received.source_name = judged.source_name
        and received.table_name = judged.table_name
where received.input_name is not null
