{# a row of the result is a conversion without a touch in its look-back that is not `(none)`, or one
   that is though it has a touch #}
{% set age_seconds = gtm_tower.seconds_between(
    'touchpoints.touched_at', 'conversions.converted_at'
) %}

with

conversions as (

    select * from {{ ref('fct_conversions') }}

),

touchpoints as (

    select * from {{ ref('fct_touchpoints') }}

),

nones as (

    select distinct conversion_id
    from {{ ref('fct_attribution') }}
    where touchpoint_id = '(none)'

),

touched as (

    select distinct conversions.conversion_id
    from conversions
    inner join touchpoints
        on
            conversions.person_id = touchpoints.person_id
            and conversions.person_kind = touchpoints.person_kind
            and touchpoints.touched_at <= conversions.converted_at
            and {{ age_seconds }} <= {{ 86400 * var('gtm_policies').attribution_lookback_days }}

)

select conversions.conversion_id
from conversions
left join nones on conversions.conversion_id = nones.conversion_id
left join touched on conversions.conversion_id = touched.conversion_id
where (nones.conversion_id is null) = (touched.conversion_id is null)
