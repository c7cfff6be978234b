{# a row of the result is a touch before the first or behind the last one of its conversion, in the
   order of time and then of the touch #}
with

attribution as (

    select * from {{ ref('fct_attribution') }}
    where touchpoint_id <> '(none)'

),

touches as (

    select * from attribution
    where model = 'linear'

),

ends as (

    select * from attribution
    where model in ('first', 'last')

)

select
    touches.conversion_id,
    touches.touchpoint_id,
    ends.model
from touches
inner join ends on touches.conversion_id = ends.conversion_id
where
    touches.touchpoint_id <> ends.touchpoint_id
    and (
        touches.touched_at < ends.touched_at
        or (
            touches.touched_at = ends.touched_at
            and {{ gtm_tower.binary_order('touches.touchpoint_id') }}
            < {{ gtm_tower.binary_order('ends.touchpoint_id') }}
        )
    ) = (ends.model = 'first')
