{# mature leads of every segment: those with a cuisine, a band of locations, an ordering tool, any
   two or all three of them. A lead with two cuisines is in the segments of both; the row without
   an attribute is all of them, each once. #}
{% set columns = {
    'cuisine': 'cuisine', 'locations': 'location_band', 'ordering_tool': 'ordering_tool',
} %}

with

leads as (

    select
        maturity.lead_id,
        maturity.is_won_within_horizon,
        lead_values.estimated_ltv,
        costs.cost_share
    from {{ ref('int_sales__lead_maturity') }} as maturity
    inner join {{ ref('int_lead_value') }} as lead_values on maturity.lead_id = lead_values.lead_id
    left join {{ ref('int_efficiency__lead_costs') }} as costs on maturity.lead_id = costs.lead_id
    where maturity.is_mature

),

attributes as (

    select
        attributes.lead_id,
        attributes.kind,
        items.item_group
    from {{ ref('int_sales__lead_attributes') }} as attributes
    inner join {{ ref('int_sales__attribute_items') }} as items
        on attributes.kind = items.kind and attributes.item = items.item
    group by 1, 2, 3

),

{% for kind, column in columns.items() -%}
-- and once more where it does not matter
{{ column }}s as (

    select
        lead_id,
        item_group as {{ column }}
    from attributes
    where kind = '{{ kind }}'
    union all
    select
        lead_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as {{ column }}
    from leads

),

{% endfor -%}
members as (

    select
        leads.*,
        cuisines.cuisine,
        location_bands.location_band,
        ordering_tools.ordering_tool
    from leads
    inner join cuisines on leads.lead_id = cuisines.lead_id
    inner join location_bands on leads.lead_id = location_bands.lead_id
    inner join ordering_tools on leads.lead_id = ordering_tools.lead_id

)

select
    cuisine,
    location_band,
    ordering_tool,
    {% for column in columns.values() -%}
    case when {{ column }} is null then 0 else 1 end{% if not loop.last %} + {% endif %}
    {%- endfor %} as segment_level,
    count(*) as lead_count,
    {{ gtm_tower.count_where('is_won_within_horizon') }} as won_count,
    count(estimated_ltv) as ltv_lead_count,
    {{ gtm_tower.sum_money('estimated_ltv') }} as ltv,
    count(cost_share) as costed_lead_count,
    {{ gtm_tower.count_where('is_won_within_horizon and cost_share is not null') }}
        as costed_won_count,
    {{ gtm_tower.sum_money('cost_share') }} as allocated_cost
from members
group by 1, 2, 3
