{# the items of each list that leads have, in one spelling each: the one that most leads have, the
   first by its bytes among equals #}
{% set kinds = {
    'cuisine': 'cuisines', 'marketplace': 'marketplaces', 'ordering_tool': 'ordering_tools',
} %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

lists as (

    {% for kind, column in kinds.items() -%}
    select
        '{{ kind }}' as kind,
        {{ column }} as items,
        length({{ column }}) - length(replace({{ column }}, '|', '')) + 1 as item_count,
        count(*) as lead_count
    from leads
    where {{ column }} <> ''
    group by 2, 3
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

longest as (

    select max(item_count) as item_count from lists

),

places as (

    select numbers.number as place
    from longest
    inner join {{ ref('int_core__numbers') }} as numbers
        on numbers.number between 1 and longest.item_count

),

split as (

    select
        lists.kind,
        lists.items,
        lists.lead_count,
        {{ gtm_tower.clean_text(gtm_tower.list_item('lists.items', 'places.place')) }} as item
    from lists
    inner join places on lists.item_count >= places.place

),

seen as (

    select
        kind,
        item,
        lower(item) as item_key,
        sum(lead_count) as seen_count
    from split
    where item is not null
    group by 1, 2, 3

),

ranked as (

    select
        kind,
        item,
        item_key,
        row_number() over (
            partition by kind, item_key
            order by seen_count desc, {{ gtm_tower.binary_order('item') }}
        ) as spelling_rank
    from seen

)

select
    split.kind,
    split.items,
    ranked.item
from split
inner join ranked
    on split.kind = ranked.kind and lower(split.item) = ranked.item_key and ranked.spelling_rank = 1
group by 1, 2, 3
