{# a row of the result is a build whose report holds other leads, deals or wins than there are: in
   its totals all of them, in its months those with a date, every won deal in one month #}
with

reported as (

    select
        coalesce(sum(case when period = 'total' then lead_count end), 0) as all_leads,
        coalesce(sum(case when period <> 'total' then lead_count end), 0) as dated_leads,
        coalesce(sum(case when period = 'total' then opportunity_count end), 0) as all_deals,
        coalesce(sum(case when period <> 'total' then opportunity_count end), 0) as dated_deals,
        coalesce(sum(case when period = 'total' then won_count end), 0) as all_wins,
        coalesce(sum(case when period <> 'total' then won_count end), 0) as dated_wins
    from {{ ref('fct_monthly_reporting') }}

),

leads as (

    select
        count(distinct lead_id) as lead_count,
        count(distinct case when is_dated then lead_id end) as dated_count
    from {{ ref('int_sales__leads') }}

),

deals as (

    select
        count(distinct opportunity_id) as deal_count,
        count(distinct case when created_month is not null then opportunity_id end) as dated_count,
        count(distinct case when state = 'won' then opportunity_id end) as won_count
    from {{ ref('int_sales__opportunities') }}

)

select
    reported.*,
    leads.lead_count,
    deals.deal_count,
    deals.won_count
from reported
cross join leads
cross join deals
where
    reported.all_leads <> leads.lead_count
    or reported.dated_leads <> leads.dated_count
    or reported.all_deals <> deals.deal_count
    or reported.dated_deals <> deals.dated_count
    or reported.all_wins <> deals.won_count
    or reported.dated_wins <> deals.won_count
