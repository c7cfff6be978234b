{# a row of the result is a build whose lead funnel loses or doubles leads, or wins of deals with
   a lead #}
with

funnel as (

    select
        coalesce(sum(lead_count), 0) as lead_count,
        coalesce(sum(won_deal_count), 0) as won_deal_count
    from {{ ref('fct_lead_funnel') }}

),

leads as (

    select count(*) as lead_count
    from {{ ref('inputs__leads') }}

),

wins as (

    select
        count(*) as won_count,
        {{ gtm_tower.count_where('lead_id is null') }} as won_without_lead_count
    from {{ ref('int_sales__opportunities') }}
    where state = 'won'

),

velocity as (

    select count(*) as row_count
    from {{ ref('fct_sales_velocity') }}

)

select
    funnel.lead_count as funnel_lead_count,
    leads.lead_count,
    velocity.row_count as velocity_row_count,
    funnel.won_deal_count,
    wins.won_without_lead_count,
    wins.won_count
from funnel
cross join leads
cross join wins
cross join velocity
where
    funnel.lead_count <> leads.lead_count
    or velocity.row_count <> leads.lead_count
    or funnel.won_deal_count + wins.won_without_lead_count <> wins.won_count
