{# a row of the result is a milestone and channel whose shares fall with time, lie outside 0 to
   1, or outside their interval #}
select
    milestone,
    channel,
    is_total
from {{ ref('fct_milestone_times') }}
where
    day_30_rate < 0
    or day_30_rate > day_60_rate
    or day_60_rate > day_90_rate
    or day_90_rate > day_180_rate
    or day_180_rate > 1
    {%- for days in [30, 60, 90, 180] %}
    or day_{{ days }}_rate < day_{{ days }}_rate_lower
    or day_{{ days }}_rate > day_{{ days }}_rate_upper
    {%- endfor %}
    or median_days < median_days_lower
    or median_days > median_days_upper
