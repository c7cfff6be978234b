{# the channels as data-driven models tell them apart: derived ones from tracked ones, and those
   with the fewest touches as one where there are more than the bits of a whole number #}
with

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

counts as (

    select
        channel,
        is_derived,
        channel || case when is_derived then ' (derived)' else '' end as name,
        count(*) as touch_count
    from touchpoints
    group by 1, 2

),

ranked as (

    select
        counts.*,
        row_number() over (
            order by touch_count desc, {{ gtm_tower.binary_order('name') }}, is_derived
        ) as number
    from counts

)

select
    channel,
    is_derived,
    case when number < 62 then name else '(other channels)' end as label,
    touch_count,
    cast(
        power(2, case when number < 62 then number else 62 end - 1)
        as {{ gtm_tower.type_of('count') }}
    ) as bit
from ranked
