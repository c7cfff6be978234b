{# a row of the result is credit for a touch that came after its conversion, or before the
   look-back, or was somebody else's #}
with

attribution as (

    select * from {{ ref('fct_attribution') }}
    where touchpoint_id <> '(none)'

),

touchpoints as (

    select * from {{ ref('fct_touchpoints') }}

)

select
    attribution.conversion_id,
    attribution.touchpoint_id,
    attribution.model,
    touchpoints.touched_at,
    attribution.converted_at
from attribution
left join touchpoints on attribution.touchpoint_id = touchpoints.touchpoint_id
where
    touchpoints.touchpoint_id is null
    or touchpoints.person_id <> attribution.person_id
    or touchpoints.touched_at > attribution.converted_at
    or {{ gtm_tower.seconds_between('touchpoints.touched_at', 'attribution.converted_at') }}
    > {{ 86400 * var('gtm_policies').attribution_lookback_days }}
