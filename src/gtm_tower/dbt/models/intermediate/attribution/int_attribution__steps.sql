{# the touches of all paths in their order, those that led to a conversion and those that did not #}
{% set in_order = 'partition by path_id order by touched_at, '
    ~ gtm_tower.binary_order('touchpoint_id') %}
{% set whole = 'partition by path_id' %}

with

journeys as (

    select * from {{ ref('int_attribution__journeys') }}
    where touchpoint_id is not null

),

spare_touches as (

    select * from {{ ref('int_attribution__spare_touches') }}

),

conversions as (

    select * from {{ ref('int_attribution__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

channels as (

    select * from {{ ref('int_attribution__channels') }}

),

members as (

    select
        conversions.conversion_type,
        journeys.conversion_id as path_id,
        journeys.touchpoint_id,
        true as is_converted,
        conversions.value,
        conversions.converted_at
    from journeys
    inner join conversions on journeys.conversion_id = conversions.conversion_id
    union all
    select
        conversion_type,
        path_id,
        touchpoint_id,
        false as is_converted,
        cast(null as {{ gtm_tower.type_of('money') }}) as value,
        cast(null as {{ gtm_tower.type_of('timestamp') }}) as converted_at
    from spare_touches

),

steps as (

    select
        members.*,
        channels.label,
        touchpoints.touched_at
    from members
    inner join touchpoints on members.touchpoint_id = touchpoints.touchpoint_id
    inner join channels
        on
            touchpoints.channel = channels.channel
            and touchpoints.is_derived = channels.is_derived

)

select
    steps.*,
    row_number() over ({{ in_order }}) as place,
    count(*) over ({{ whole }}) as touch_count,
    lag(label) over ({{ in_order }}) as label_before,
    lag(label, 2) over ({{ in_order }}) as label_before_that,
    min(touched_at) over ({{ whole }}) as started_at,
    max(touched_at) over ({{ whole }}) as ended_at
from steps
