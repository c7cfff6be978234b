with

received as (

    {% for input, happens_at in gtm_tower.input_moments().items() -%}
    {% for feed in var('gtm_feeds').get(input, []) -%}
    select
        '{{ input }}' as input_name,
        '{{ feed.source }}' as source_name,
        '{{ feed.table }}' as table_name,
        count(*) as rows_in,
        count(case when not ({{ gtm_tower.is_known(happens_at) }}) then 1 end) as rows_later
    from {{ ref(feed.model) }}
    union all
    {% endfor -%}
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as input_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as source_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as table_name,
        cast(0 as {{ gtm_tower.type_of('count') }}) as rows_in,
        cast(0 as {{ gtm_tower.type_of('count') }}) as rows_later

),

judged as (

    {% for input in gtm_tower.input_moments() -%}
    select
        '{{ input }}' as input_name,
        source_name,
        table_name,
        {{ gtm_tower.count_where('refusal is null') }} as rows_accepted,
        {{ gtm_tower.count_where('refusal is not null') }} as rows_quarantined,
        {{ gtm_tower.count_where("refusal = 'duplicate'") }} as duplicate_rows
    from {{ ref('received__' ~ input) }}
    group by 1, 2, 3
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    received.input_name,
    received.source_name,
    received.table_name,
    received.rows_in - received.rows_later as rows_in,
    received.rows_later,
    coalesce(judged.rows_accepted, 0) as rows_accepted,
    coalesce(judged.rows_quarantined, 0) as rows_quarantined,
    coalesce(judged.rows_quarantined - judged.duplicate_rows, 0) as rows_refused,
    {{ gtm_tower.ratio(
        'coalesce(judged.rows_quarantined - judged.duplicate_rows, 0)',
        'received.rows_in - received.rows_later'
    ) }} as refused_rate
from received
left join judged
    on
        received.input_name = judged.input_name
        and received.source_name = judged.source_name
        and received.table_name = judged.table_name
where received.input_name is not null
