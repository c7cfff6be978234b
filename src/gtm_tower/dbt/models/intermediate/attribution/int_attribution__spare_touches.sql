{# touches that could have led to a conversion of a type and did not, by conversion type and person:
   the paths that did not convert #}
{% set lookback_days = var('gtm_policies').attribution_lookback_days %}
{% set in_order = 'partition by conversion_type, person order by touched_at, '
    ~ gtm_tower.binary_order('touchpoint_id') %}

with

journeys as (

    select * from {{ ref('int_attribution__journeys') }}

),

conversions as (

    select * from {{ ref('int_attribution__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}
    where person_id is not null

),

kinds as (

    select distinct
        conversion_type,
        person_kind
    from conversions

),

used as (

    select distinct
        conversion_type,
        touchpoint_id
    from journeys
    where touchpoint_id is not null

),

-- who has signed up, deposited or bought for the first time cannot do so again
settled as (

    select
        conversion_type,
        person_kind,
        person_id,
        max(converted_at) as settled_at
    from conversions
    where conversion_type in ('signup', 'first_deposit', 'first_purchase')
    group by 1, 2, 3

),

spare as (

    select
        kinds.conversion_type,
        touchpoints.touchpoint_id,
        touchpoints.person_kind || ' ' || touchpoints.person_id as person,
        touchpoints.touched_at
    from touchpoints
    inner join kinds on touchpoints.person_kind = kinds.person_kind
    left join used
        on
            kinds.conversion_type = used.conversion_type
            and touchpoints.touchpoint_id = used.touchpoint_id
    left join settled
        on
            kinds.conversion_type = settled.conversion_type
            and touchpoints.person_kind = settled.person_kind
            and touchpoints.person_id = settled.person_id
    where
        used.touchpoint_id is null
        and (settled.settled_at is null or touchpoints.touched_at <= settled.settled_at)

),

paused as (

    select
        spare.*,
        {{ gtm_tower.seconds_between('lag(touched_at) over (' ~ in_order ~ ')', 'touched_at') }}
            as pause
    from spare

),

-- who comes back after so long a silence begins anew
numbered as (

    select
        paused.*,
        sum(case when pause > {{ 86400 * lookback_days }} then 1 else 0 end) over (
            {{ in_order }} rows between unbounded preceding and current row
        ) as path_number
    from paused

)

select
    conversion_type,
    conversion_type || ' ' || person || ' ' || {{ gtm_tower.number_text('path_number') }}
        as path_id,
    touchpoint_id
from numbered
