{# every account with a won deal, as its first won deal describes it #}
with

deals as (

    select
        deals.*,
        row_number() over (
            partition by account_id
            order by won_date, {{ gtm_tower.binary_order('opportunity_id') }}
        ) as place
    from {{ ref('int_efficiency__won_deals') }} as deals
    where account_id is not null

),

totals as (

    select
        account_id,
        count(*) as won_count,
        sum(amount) as declared_monthly_revenue,
        {{ gtm_tower.count_where('is_revenue_declared') }} > 0 as is_revenue_declared,
        max(won_date) as last_won_date
    from deals
    group by 1

)

select
    deals.account_id as seller_id,
    deals.opportunity_id,
    deals.lead_id,
    deals.owner_id,
    deals.sdr_id,
    deals.icp_profile,
    deals.lead_type,
    deals.lead_behaviour,
    deals.business_type,
    deals.segment,
    deals.origin,
    '{{ var("gtm_currency") }}' as currency,
    cast(totals.declared_monthly_revenue as {{ gtm_tower.type_of('money') }})
        as declared_monthly_revenue,
    deals.catalog_size,
    deals.value_points,
    totals.won_count,
    deals.days_to_revenue,
    deals.is_lead_known,
    deals.is_lead_type_known,
    totals.is_revenue_declared,
    deals.is_won_before_contact,
    deals.is_fast_track,
    deals.first_contact_date,
    deals.won_date as first_won_date,
    totals.last_won_date
from deals
inner join totals on deals.account_id = totals.account_id
where deals.place = 1
