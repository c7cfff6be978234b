{# a row of the result is a build in which the bands of locations, which every lead has one of, do
   not hold every mature lead and win once #}
with

bands as (

    select
        coalesce(sum(lead_count), 0) as lead_count,
        coalesce(sum(won_count), 0) as won_count
    from {{ ref('fct_icp_segments') }}
    where segment_level = 1 and location_band is not null

),

leads as (

    select
        count(*) as lead_count,
        {{ gtm_tower.count_where('is_won_within_horizon') }} as won_count
    from {{ ref('int_sales__lead_maturity') }}
    where is_mature

)

select
    bands.lead_count,
    bands.won_count,
    leads.lead_count as mature_count,
    leads.won_count as mature_won_count
from bands
cross join leads
where bands.lead_count <> leads.lead_count or bands.won_count <> leads.won_count
