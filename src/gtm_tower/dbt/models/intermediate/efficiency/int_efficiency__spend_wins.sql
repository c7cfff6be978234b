{# media spend and wins of every channel in every complete month from the first with media spend
   of any channel to the last: what came before or after may be missing from the files #}
with

cost_months as (

    select * from {{ ref('int_efficiency__cost_months') }}

),

wins as (

    select
        acquisition_channel as channel,
        closed_month as date_month,
        count(*) as won_count
    from {{ ref('int_sales__opportunities') }}
    where state = 'won'
    group by 1, 2

),

framed as (

    select
        cost_months.*,
        min(case when media_spend > 0 then date_month end) over () as first_month,
        max(case when media_spend > 0 then date_month end) over () as last_month,
        {{ gtm_tower.add_months('date_month', 1) }} as next_month
    from cost_months

)

select
    framed.channel,
    framed.date_month,
    framed.media_spend,
    framed.matched_media_spend,
    coalesce(wins.won_count, 0) as won_count
from framed
left join wins on framed.channel = wins.channel and framed.date_month = wins.date_month
where
    framed.date_month between framed.first_month and framed.last_month
    and {{ gtm_tower.is_complete_month('framed.next_month') }}
