{# a row of the result is a channel whose cost, wins, lifetime value or LTV:CAC differ between
   fct_channel_value and the total of fct_monthly_reporting #}
{% set bases = {
    'media': ['matched_media_spend', 'media_won_count', 'media_ltv', 'ltv_to_cac_media'],
    'fully loaded': ['matched_full_cost', 'full_won_count', 'full_ltv', 'ltv_to_cac'],
} %}

with

reported as (

    {% for basis, columns in bases.items() -%}
    select
        channel,
        '{{ basis }}' as cost_basis,
        {{ columns[0] }} as cost,
        {{ columns[1] }} as won_count,
        {{ columns[2] }} as ltv,
        {{ columns[3] }} as ltv_to_cac
    from {{ ref('fct_monthly_reporting') }}
    where period = 'total'
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

valued as (

    select * from {{ ref('fct_channel_value') }}

)

select
    reported.channel,
    reported.cost_basis,
    reported.cost,
    valued.cost as valued_cost
from reported
full outer join valued
    on reported.channel = valued.channel and reported.cost_basis = valued.cost_basis
where
    coalesce(reported.cost, -1) <> coalesce(valued.cost, -1)
    or coalesce(reported.won_count, -1) <> coalesce(valued.won_count, -1)
    or coalesce(reported.ltv, 0) <> coalesce(valued.ltv, 0)
    or coalesce(reported.ltv_to_cac, -1) <> coalesce(valued.ltv_to_cac, -1)
