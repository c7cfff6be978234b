{# the three win rates of each channel and of all, by month and in total; the curve has no months #}
{% set horizons = [30, 60, 90, 180, 365] %}
{% set counts = ['won_count', 'lost_count', 'cohort_count', 'cohort_won_count'] %}
{% set text = gtm_tower.type_of('text') %}

with

periods as (

    select * from {{ ref('int_sales__win_periods') }}

),

curves as (

    select * from {{ source('stats', 'milestone_times') }}
    where milestone = 'win'

)

select
    coalesce(substr(cast(periods.date_month as {{ text }}), 1, 7), 'total') as period,
    periods.channel as acquisition_channel,
    case
        when periods.has_only_wins then 'only won deals are recorded'
        when not periods.is_lost_recorded then 'no lost deal is recorded'
    end as no_rate_reason,
    {%- for count in counts %}
    cast(periods.{{ count }} as {{ gtm_tower.type_of('count') }}) as {{ count }},
    {%- endfor %}
    case
        when periods.is_lost_recorded
            then {{ gtm_tower.ratio(
                'periods.won_count', 'periods.won_count + periods.lost_count'
            ) }}
    end as closed_win_rate,
    case
        when not periods.has_only_wins
            then {{ gtm_tower.ratio('periods.cohort_won_count', 'periods.cohort_count') }}
    end as cohort_win_rate,
    curves.event_count + curves.competing_count + curves.censored_count as curve_count,
    {%- for days in horizons %}
    {%- for end in ['', '_lower', '_upper'] %}
    curves.day_{{ days }}{{ end }} as curve_{{ days }}_win_rate{{ end }},
    {%- endfor %}
    {%- endfor %}
    periods.is_total,
    periods.is_lost_recorded,
    periods.won_count + periods.lost_count < {{ var('gtm_policies').min_group_size }}
        as is_too_small,
    periods.is_mature,
    periods.date_month
from periods
left join curves
    on
        periods.channel = curves.channel
        and periods.is_total = curves.is_total
        and periods.date_month is null
