{# a row of the result is a conversion type and model in which the campaigns' spend is not that of
   the inputs to the cent, or a campaign with spend has no row #}
with

inputs as (

    select
        coalesce(sum(amount), 0) as spend,
        count(distinct lower(channel) || ' ' || coalesce(lower(campaign), '')) as campaign_count
    from {{ ref('inputs__marketing_spend') }}

),

campaigns as (

    select
        conversion_type,
        model,
        coalesce(sum(spend), 0) as spend,
        count(spend) as campaign_count
    from {{ ref('marketing_attribution') }}
    group by 1, 2

)

select
    campaigns.conversion_type,
    campaigns.model,
    campaigns.spend,
    inputs.spend as spend_of_inputs
from campaigns
cross join inputs
where
    campaigns.spend <> inputs.spend
    or campaigns.campaign_count <> inputs.campaign_count
