{# what each channel cost and what the customers it won are worth, over the months whose cost is
   known: by media spend alone, and with the sales costs #}
{% set won_months = {'won': 'closed_month', 'created': 'created_month'} %}
{% set won_month = won_months[var('gtm_policies').revenue_month] %}
{% set bases = {'media': 'matched_media_spend', 'fully loaded': 'matched_full_cost'} %}

with

reporting_months as (

    select * from {{ ref('int_efficiency__reporting_months') }}
    where date_month is not null

),

leads as (

    select * from {{ ref('int_lead_value') }}

),

wins as (

    select
        opportunities.acquisition_channel as channel,
        opportunities.{{ won_month }} as date_month,
        count(*) as won_count,
        count(leads.estimated_ltv) as won_with_ltv_count,
        sum(leads.estimated_ltv) as ltv,
        sum(leads.estimated_ltv * leads.estimated_ltv) as ltv_squares,
        max(leads.estimated_ltv) as most_ltv
    from {{ ref('int_sales__opportunities') }} as opportunities
    left join leads on opportunities.opportunity_id = leads.opportunity_id
    where opportunities.state = 'won'
    group by 1, 2

),

costs as (

    {% for basis, column in bases.items() -%}
    select
        channel,
        date_month,
        '{{ basis }}' as cost_basis,
        {{ column }} as cost
    from reporting_months
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

known as (

    select
        costs.channel,
        costs.cost_basis,
        costs.cost,
        case when costs.cost is not null then coalesce(wins.won_count, 0) end as won_count,
        case when costs.cost is not null then coalesce(wins.won_with_ltv_count, 0) end
            as won_with_ltv_count,
        case when costs.cost is not null then wins.ltv end as ltv,
        case when costs.cost is not null then wins.ltv_squares end as ltv_squares,
        case when costs.cost is not null then wins.most_ltv end as most_ltv
    from costs
    left join wins on costs.channel = wins.channel and costs.date_month = wins.date_month

)

-- the squares are added up exactly, so that their sum is the same in any order
select
    channel,
    cost_basis,
    cast(sum(cost) as {{ gtm_tower.type_of('money') }}) as cost,
    cast(sum(won_count) as {{ gtm_tower.type_of('count') }}) as won_count,
    cast(sum(won_with_ltv_count) as {{ gtm_tower.type_of('count') }}) as won_with_ltv_count,
    cast(sum(ltv) as {{ gtm_tower.type_of('money') }}) as ltv,
    cast(sum(ltv_squares) as {{ gtm_tower.type_of('number') }}) as ltv_squares,
    cast(max(most_ltv) as {{ gtm_tower.type_of('money') }}) as most_ltv
from known
group by 1, 2
