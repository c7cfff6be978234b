{# a row of the result is a mart in which the won deals or their amounts are others than those
   of the opportunities #}
{% set marts = {
    'fct_channel_efficiency by origin': ['fct_channel_efficiency', 'is_origin_total'],
    'fct_channel_efficiency by lead type': ['fct_channel_efficiency', 'not is_origin_total'],
    'fct_rep_productivity, sdr, total': ['fct_rep_productivity', "role = 'sdr' and period = 'total'"],
    'fct_rep_productivity, sdr, months': ['fct_rep_productivity', "role = 'sdr' and period <> 'total'"],
    'fct_rep_productivity, owner, total': ['fct_rep_productivity', "role = 'owner' and period = 'total'"],
    'fct_rep_productivity, owner, months': ['fct_rep_productivity', "role = 'owner' and period <> 'total'"],
} %}

with

won as (

    select * from {{ ref('fct_opportunities') }}
    where state = 'won'

),

unlinked as (

    select * from {{ ref('int_efficiency__won_deals') }}

),

counted as (

    {% for name, (mart, rows) in marts.items() -%}
    select
        '{{ name }}' as counted_in,
        sum(won_count) as won_count,
        sum(revenue) as revenue
    from {{ ref(mart) }}
    where {{ rows }}
    union all
    {% endfor -%}
    select
        'fct_marketing_efficiency and deals of no lead' as counted_in,
        sum(won_count) as won_count,
        sum(revenue) as revenue
    from (
        select won_count, revenue from {{ ref('fct_marketing_efficiency') }}
        union all
        select 1 as won_count, amount as revenue from unlinked where not is_lead_known
    ) as leads
    union all
    select
        'dim_sellers_profile and deals of no account' as counted_in,
        sum(won_count) as won_count,
        sum(revenue) as revenue
    from (
        select won_count, declared_monthly_revenue as revenue from {{ ref('dim_sellers_profile') }}
        union all
        select 1 as won_count, amount as revenue from unlinked where account_id is null
    ) as sellers

),

wanted as (

    select
        count(*) as won_count,
        coalesce(sum(amount), 0) as revenue
    from won

)

select
    counted.counted_in,
    counted.won_count,
    counted.revenue
from counted
cross join wanted
where
    coalesce(counted.won_count, 0) <> wanted.won_count
    or coalesce(counted.revenue, 0) <> wanted.revenue
