{# what every lead is: its cuisines, marketplaces and ordering tools one by one, the band of its
   locations and its channel #}
{% set kinds = {
    'cuisine': 'cuisines', 'marketplace': 'marketplaces', 'ordering_tool': 'ordering_tools',
} %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

lead_values as (

    select * from {{ ref('int_lead_value') }}

),

list_items as (

    select * from {{ ref('int_sales__list_items') }}

),

listed as (

    {% for kind, column in kinds.items() -%}
    select
        lead_id,
        '{{ kind }}' as kind,
        {{ column }} as items
    from leads
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

attributes as (

    select
        listed.lead_id,
        listed.kind,
        case
            when listed.items is null then '{{ gtm_tower.missing_name() }}'
            else coalesce(list_items.item, 'none')
        end as item
    from listed
    left join list_items on listed.kind = list_items.kind and listed.items = list_items.items
    union all
    select
        lead_id,
        'locations' as kind,
        case
            when location_count >= 10 then '10+'
            when location_count >= 5 then '5-9'
            when location_count >= 2 then '2-4'
            when location_count = 1 then '1'
            else '{{ gtm_tower.missing_name() }}'
        end as item
    from leads
    union all
    select
        lead_id,
        'channel' as kind,
        acquisition_channel as item
    from lead_values

)

select
    lead_id,
    kind,
    item,
    item <> '{{ gtm_tower.missing_name() }}' as is_known
from attributes
