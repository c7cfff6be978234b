{# a row of the result is a campaign with spend that is marked as derived, or one that mixes touches
   that a rule gave with touches that were tracked #}
with

touchpoints as (

    select
        campaign,
        channel,
        is_derived,
        count(distinct person_kind || ' ' || person_id) as person_count
    from {{ ref('fct_touchpoints') }}
    where is_derived = (origin = 'derived')
    group by 1, 2, 3

),

campaigns as (

    select distinct
        campaign,
        channel,
        is_derived,
        person_count,
        spend
    from {{ ref('marketing_attribution') }}

)

select
    campaigns.campaign,
    campaigns.channel,
    campaigns.is_derived
from campaigns
left join touchpoints
    on
        campaigns.campaign = touchpoints.campaign
        and campaigns.channel = touchpoints.channel
        and campaigns.is_derived = touchpoints.is_derived
where
    campaigns.person_count <> coalesce(touchpoints.person_count, 0)
    or (campaigns.is_derived and campaigns.spend is not null)
