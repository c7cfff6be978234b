{% set subjects = {'first_touch': 'lead', 'demo_set': 'lead', 'revenue': 'lead', 'win': 'deal'} %}
{% set horizons = [30, 60, 90, 180] %}

with

times as (

    select * from {{ source('stats', 'milestone_times') }}

)

select
    milestone,
    channel,
    case milestone
        {%- for milestone, subject in subjects.items() %}
        when '{{ milestone }}' then '{{ subject }}'
        {%- endfor %}
    end as subject,
    method,
    event_count + competing_count + censored_count as subject_count,
    event_count,
    competing_count,
    censored_count,
    left_out_count,
    plain_median as plain_median_days,
    {%- for end in ['', '_lower', '_upper'] %}
    curve_median{{ end }} as median_days{{ end }},
    {%- endfor %}
    {%- for end in ['', '_lower', '_upper'] %}
    event_median{{ end }} as event_median_days{{ end }},
    {%- endfor %}
    {%- for days in horizons %}
    {%- for end in ['', '_lower', '_upper'] %}
    day_{{ days }}{{ end }} as day_{{ days }}_rate{{ end }},
    {%- endfor %}
    {%- endfor %}
    is_total,
    event_count < {{ var('gtm_policies').min_group_size }} as is_too_small
from times
