{% set sums = {
    'won_count': 'count', 'revenue_declared_count': 'count', 'revenue': 'money',
    'active_days': 'count', 'timed_won_count': 'count', 'sales_days': 'count',
    'fast_track_count': 'count',
} %}

with

rep_months as (

    select * from {{ ref('int_efficiency__rep_months') }}

),

periods as (

    select
        rep_id,
        role,
        substr(cast(date_month as {{ gtm_tower.type_of('text') }}), 1, 7) as period,
        date_month,
        is_rep_known,
        {{ sums | join(', ') }}
    from rep_months
    union all
    select
        rep_id,
        role,
        'total' as period,
        cast(null as date) as date_month,
        is_rep_known,
        {%- for column in sums %}
        sum({{ column }}) as {{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from rep_months
    group by rep_id, role, is_rep_known

)

select
    rep_id,
    role,
    period,
    date_month,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column, kind in sums.items() %}
    cast({{ column }} as {{ gtm_tower.type_of(kind) }}) as {{ column }},
    {%- endfor %}
    {{ gtm_tower.ratio('won_count', 'active_days') }} as wins_per_day,
    {{ gtm_tower.ratio('revenue', 'active_days') }} as revenue_per_day,
    {{ gtm_tower.ratio('sales_days', 'timed_won_count') }} as average_days_to_revenue,
    {{ gtm_tower.ratio('fast_track_count', 'timed_won_count') }} as fast_track_rate,
    is_rep_known,
    won_count < {{ var('gtm_policies').min_group_size }} as is_too_small
from periods
