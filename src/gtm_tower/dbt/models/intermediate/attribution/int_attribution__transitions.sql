{# how often paths go from channel to channel, with the channel before for chains of order 2; what
   starts a path and what ends it are states of their own #}
with

steps as (

    select * from {{ ref('int_attribution__steps') }}

),

journeys as (

    select * from {{ ref('int_attribution__journeys') }}
    where touchpoint_id is null

),

conversions as (

    select * from {{ ref('int_attribution__conversions') }}

),

moves as (

    select
        conversion_type,
        coalesce(label_before_that, '(start)') as before_state,
        coalesce(label_before, '(start)') as from_state,
        label as to_state,
        cast(null as {{ gtm_tower.type_of('money') }}) as value
    from steps
    union all
    select
        conversion_type,
        coalesce(label_before, '(start)') as before_state,
        label as from_state,
        case when is_converted then '(conversion)' else '(null)' end as to_state,
        value
    from steps
    where place = touch_count
    union all
    select
        conversions.conversion_type,
        '(start)' as before_state,
        '(start)' as from_state,
        '(conversion)' as to_state,
        conversions.value
    from journeys
    inner join conversions on journeys.conversion_id = conversions.conversion_id

)

select
    conversion_type,
    before_state,
    from_state,
    to_state,
    count(*) as move_count,
    cast(sum(value) as {{ gtm_tower.type_of('money') }}) as value
from moves
group by 1, 2, 3, 4
