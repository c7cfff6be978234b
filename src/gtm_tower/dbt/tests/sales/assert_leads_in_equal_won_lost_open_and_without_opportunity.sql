{# a row of the result is a month, channel and origin whose leads are not in exactly one state
   each, or that stands there twice #}
select
    created_month,
    channel,
    origin,
    count(*) as row_count,
    sum(lead_count) as lead_count
from {{ ref('fct_lead_funnel') }}
group by 1, 2, 3
having
    count(*) > 1
    or sum(lead_count) <> sum(won_count + lost_count + open_count + no_opportunity_count)
    or sum(opportunity_count) <> sum(won_count + lost_count + open_count)
