{# how fast and how well the leads of each origin convert; an origin that is not known is none
   that could be treated otherwise #}
{% set z = '1.959963984540054' %}
{% set number = gtm_tower.type_of('number') %}

with

origins as (

    select * from {{ ref('fct_channel_efficiency') }}
    where is_origin_total

),

won_deals as (

    select
        origin,
        sum(days_to_revenue * days_to_revenue) as squared_days
    from {{ ref('int_efficiency__won_deals') }}
    where days_to_revenue is not null
    group by 1

),

everybody as (

    select
        {{ gtm_tower.ratio('sum(sales_days)', 'sum(timed_won_count)') }} as usual_days,
        {{ gtm_tower.ratio('sum(converted_lead_count)', 'sum(lead_count)') }} as base_rate
    from origins

),

measured as (

    select
        origins.origin,
        origins.lead_count,
        origins.timed_won_count,
        origins.average_days_to_revenue as average_days,
        origins.conversion_rate,
        origins.quality_score,
        origins.strategic_quadrant in ('fast, low value', 'slow, low value') as is_low_value,
        everybody.usual_days,
        everybody.base_rate,
        -- the variance of the average
        case
            when origins.timed_won_count > 1
                then
                    (
                        cast(won_deals.squared_days as {{ number }})
                        - origins.average_days_to_revenue * origins.sales_days
                    )
                    / (origins.timed_won_count - 1) / origins.timed_won_count
        end as variance
    from origins
    cross join everybody
    left join won_deals on origins.origin = won_deals.origin
    where
        not origins.is_too_small
        and origins.origin not in ('{{ gtm_tower.missing_name() }}', 'unknown (no lead)')

),

bounded as (

    select
        measured.*,
        {{ z }} * sqrt(case when variance > 0 then variance else 0 end) as spread
    from measured

)

select
    origin,
    lead_count,
    timed_won_count,
    average_days,
    case when average_days > spread then average_days - spread else 0 end as days_lower,
    average_days + spread as days_upper,
    conversion_rate,
    quality_score,
    usual_days,
    base_rate,
    is_low_value
from bounded
