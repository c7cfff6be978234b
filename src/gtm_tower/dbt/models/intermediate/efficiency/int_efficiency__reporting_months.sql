{# costs and counts of every channel in every month, and a row without a month for what has no
   date #}
{% set costs = [
    'media_spend', 'sales_cost', 'total_cost', 'matched_media_spend', 'matched_full_cost',
] %}
{% set counts = [
    'lead_count', 'opportunity_count', 'demo_set_count', 'demo_held_count', 'won_count',
    'won_with_ltv_count',
] %}

with

cost_months as (

    select * from {{ ref('int_efficiency__cost_months') }}

),

counts as (

    select * from {{ ref('int_efficiency__reporting_counts') }}

),

channels as (

    select
        channel,
        max(case when has_media_data then 1 else 0 end) = 1 as has_media_data,
        max(case when has_sales_cost_data then 1 else 0 end) = 1 as has_sales_cost_data
    from cost_months
    group by 1

),

dated as (

    select
        cost_months.channel,
        cost_months.date_month,
        {%- for column in costs %}
        cost_months.{{ column }},
        {%- endfor %}
        {%- for column in counts %}
        coalesce(counts.{{ column }}, 0) as {{ column }},
        {%- endfor %}
        cast(coalesce(counts.won_ltv, 0) as {{ gtm_tower.type_of('money') }}) as won_ltv,
        cost_months.has_media_data,
        cost_months.has_sales_cost_data
    from cost_months
    left join counts
        on
            cost_months.channel = counts.channel
            and cost_months.date_month = counts.date_month

),

undated as (

    select
        counts.channel,
        counts.date_month,
        {%- for column in costs %}
        cast(null as {{ gtm_tower.type_of('money') }}) as {{ column }},
        {%- endfor %}
        {%- for column in counts %}
        counts.{{ column }},
        {%- endfor %}
        counts.won_ltv,
        coalesce(channels.has_media_data, false) as has_media_data,
        coalesce(channels.has_sales_cost_data, false) as has_sales_cost_data
    from counts
    left join channels on counts.channel = channels.channel
    where counts.date_month is null

)

select * from dated
union all
select * from undated
