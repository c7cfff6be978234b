{# every lead and its first win; a lead with several wins counts all of them and their amounts #}
with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

deals as (

    select
        deals.*,
        row_number() over (
            partition by lead_id
            order by won_date, {{ gtm_tower.binary_order('opportunity_id') }}
        ) as place
    from {{ ref('int_efficiency__won_deals') }} as deals
    where is_lead_known

),

totals as (

    select
        lead_id,
        count(*) as won_count,
        sum(amount) as revenue,
        {{ gtm_tower.count_where('is_revenue_declared') }} > 0 as is_revenue_declared
    from deals
    group by 1

)

select
    leads.lead_id,
    deals.opportunity_id,
    deals.account_id as seller_id,
    leads.channel,
    leads.origin,
    leads.landing_page,
    deals.lead_type,
    deals.lead_behaviour,
    deals.segment,
    deals.icp_profile,
    '{{ var("gtm_currency") }}' as currency,
    cast(totals.revenue as {{ gtm_tower.type_of('money') }}) as revenue,
    coalesce(totals.won_count, 0) as won_count,
    deals.days_to_revenue,
    totals.lead_id is not null as is_converted,
    deals.is_fast_track,
    totals.is_revenue_declared,
    coalesce(deals.is_won_before_contact, false) as is_won_before_contact,
    {{ gtm_tower.date_of('leads.created_at') }} as first_contact_date,
    deals.won_date
from leads
left join totals on leads.lead_id = totals.lead_id
left join deals on leads.lead_id = deals.lead_id and deals.place = 1
