{# how many paths met which set of channels, and no others; a set is a whole number with the bits of
   its channels, and 0 are the conversions without a touch #}
with

steps as (

    select * from {{ ref('int_attribution__steps') }}

),

labels as (

    select distinct
        label,
        bit
    from {{ ref('int_attribution__channels') }}

),

journeys as (

    select * from {{ ref('int_attribution__journeys') }}
    where touchpoint_id is null

),

conversions as (

    select * from {{ ref('int_attribution__conversions') }}

),

met as (

    select distinct
        conversion_type,
        path_id,
        label,
        is_converted,
        value
    from steps

),

paths as (

    select
        met.conversion_type,
        met.path_id,
        cast(sum(labels.bit) as {{ gtm_tower.type_of('count') }}) as channel_set,
        met.is_converted,
        met.value
    from met
    inner join labels on met.label = labels.label
    group by met.conversion_type, met.path_id, met.is_converted, met.value
    union all
    select
        conversions.conversion_type,
        conversions.conversion_id as path_id,
        0 as channel_set,
        true as is_converted,
        conversions.value
    from journeys
    inner join conversions on journeys.conversion_id = conversions.conversion_id

)

select
    conversion_type,
    channel_set,
    count(*) as path_count,
    {{ gtm_tower.count_where('is_converted') }} as conversion_count,
    cast(sum(value) as {{ gtm_tower.type_of('money') }}) as value
from paths
group by 1, 2
