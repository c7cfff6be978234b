{# the leads and won deals of each origin, in all and by lead type; an origin without a win has its
   row, and so have wins without a lead #}
{% set horizon_days = var('gtm_policies').lead_horizon_days %}
{% set sums = [
    'won_before_contact_count', 'revenue_declared_count', 'fast_track_count',
    'contacted_won_count', 'timed_won_count', 'elapsed_days', 'sales_days', 'value_points',
    'timed_value_points',
] %}

with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

wins as (

    select * from {{ ref('int_efficiency__origin_wins') }}

),

converted_leads as (

    select lead_id
    from {{ ref('int_efficiency__won_deals') }}
    where lead_id is not null
    group by 1

),

contacted_leads as (

    select
        leads.origin,
        {{ gtm_tower.date_of('leads.created_at') }} as first_contact_date,
        converted_leads.lead_id is not null as is_converted
    from leads
    left join converted_leads on leads.lead_id = converted_leads.lead_id

),

aged_leads as (

    select
        contacted_leads.*,
        {{ dbt.datediff('first_contact_date', gtm_tower.as_of(), 'day') }} as age_days
    from contacted_leads

),

-- a lead has no lead type before it is won, so leads are counted by origin alone
lead_counts as (

    select
        origin,
        count(*) as lead_count,
        {{ gtm_tower.count_where('age_days < ' ~ horizon_days) }} as young_lead_count,
        {{ gtm_tower.count_where('is_converted') }} as converted_lead_count
    from aged_leads
    group by 1

),

named as (

    select
        origin,
        'all lead types' as lead_type,
        true as is_origin_total
    from lead_counts
    union all
    select
        origin,
        lead_type,
        is_origin_total
    from wins

),

group_names as (

    select
        origin,
        lead_type,
        is_origin_total
    from named
    group by 1, 2, 3

)

select
    group_names.origin,
    group_names.lead_type,
    group_names.is_origin_total,
    {%- for column in ['lead_count', 'young_lead_count', 'converted_lead_count'] %}
    case when group_names.is_origin_total then coalesce(lead_counts.{{ column }}, 0) end
        as {{ column }},
    {%- endfor %}
    coalesce(wins.won_count, 0) as won_count,
    cast(coalesce(wins.revenue, 0) as {{ gtm_tower.type_of('money') }}) as revenue,
    {%- for column in sums %}
    cast(coalesce(wins.{{ column }}, 0) as {{ gtm_tower.type_of('count') }}) as {{ column }},
    {%- endfor %}
    wins.squared_residuals,
    wins.median_days_to_revenue
from group_names
left join lead_counts on group_names.origin = lead_counts.origin
left join wins
    on
        group_names.origin = wins.origin
        and group_names.lead_type = wins.lead_type
        and group_names.is_origin_total = wins.is_origin_total
