{# up to eight channels are shown, of a longer path the first four and the last three #}
{% set pieces = {
    'first_1': 'place = 1',
    'first_2': 'place = 2',
    'first_3': 'place = 3',
    'first_4': 'place = 4',
    'next_1': 'touch_count <= 8 and place = 5',
    'next_2': 'touch_count <= 8 and place = 6',
    'next_3': 'touch_count <= 8 and place = 7',
    'next_4': 'touch_count <= 8 and place = 8',
    'left_out': 'touch_count > 8 and place = 5',
    'last_3': 'touch_count > 8 and place = touch_count - 2',
    'last_2': 'touch_count > 8 and place = touch_count - 1',
    'last_1': 'touch_count > 8 and place = touch_count',
} %}
{% set texts = {'left_out': "'...'"} %}
{% set most_days = var('gtm_policies').attribution_lookback_days %}
{% set last_chance = 'cast(' ~ dbt.dateadd('day', most_days, 'ended_at')
    ~ ' as ' ~ gtm_tower.type_of('timestamp') ~ ')' %}

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

places as (

    select
        {%- for piece, condition in pieces.items() %}
        max(
            case when {{ condition }} then ' > ' || {{ texts.get(piece, 'label') }} else '' end
        ) as {{ piece }},
        {%- endfor %}
        conversion_type,
        touch_count,
        is_converted,
        value,
        started_at,
        ended_at,
        converted_at
    from steps
    group by
        path_id, conversion_type, touch_count, is_converted, value, started_at, ended_at,
        converted_at

),

paths as (

    select
        conversion_type,
        substr({{ pieces | join(' || ') }}, 4) as path,
        touch_count,
        is_converted,
        not is_converted
        and not {{ gtm_tower.is_known(last_chance) }} as is_open,
        value,
        {{ gtm_tower.seconds_between('started_at', 'converted_at') }} as seconds
    from places
    union all
    select
        conversions.conversion_type,
        '(none)' as path,
        0 as touch_count,
        true as is_converted,
        false as is_open,
        conversions.value,
        cast(null as {{ gtm_tower.type_of('count') }}) as seconds
    from journeys
    inner join conversions on journeys.conversion_id = conversions.conversion_id

)

select
    conversion_type,
    path,
    '{{ var("gtm_currency") }}' as currency,
    count(*) as path_count,
    {{ gtm_tower.count_where('is_converted') }} as conversion_count,
    {{ gtm_tower.count_where('is_open') }} as open_count,
    cast(sum(value) as {{ gtm_tower.type_of('money') }}) as value,
    case
        when path <> '(none)'
            then {{ gtm_tower.ratio(
                gtm_tower.count_where('is_converted'), gtm_tower.count_where('not is_open')
            ) }}
    end as conversion_rate,
    {{ gtm_tower.ratio('sum(touch_count)', 'count(*)') }} as average_touches,
    {{ gtm_tower.ratio('sum(seconds)', '86400 * count(seconds)') }} as average_days
from paths
group by 1, 2
