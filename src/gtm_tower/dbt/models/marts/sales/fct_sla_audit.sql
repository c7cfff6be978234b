{# leads with a form by the score they had when they came in: are the best ones called first? #}
{% set bands = {'75 to 100': 75, '50 to 74': 50, '25 to 49': 25, '0 to 24': 0} %}

with

leads as (

    select * from {{ ref('fct_sales_velocity') }}
    where form_submitted_at is not null

),

scores as (

    select * from {{ ref('fct_lead_scores') }}

),

banded as (

    select
        case
            {%- for band, low in bands.items() %}
            when scores.icp_profile_score >= {{ low }} then '{{ band }}'
            {%- endfor %}
            else 'not scored'
        end as score_band,
        leads.sla_state,
        leads.is_touched,
        leads.is_touched_before_form,
        leads.hours_to_first_touch
    from leads
    left join scores on leads.lead_id = scores.lead_id

),

counted as (

    select
        score_band,
        count(*) as lead_count,
        {%- for state in ['met', 'breached', 'pending', 'unknown'] %}
        {{ gtm_tower.count_where("sla_state = '" ~ state ~ "'") }} as {{ state }}_count,
        {%- endfor %}
        {{ gtm_tower.count_where('is_touched_before_form') }} as touched_before_form_count,
        {{ gtm_tower.count_where("sla_state = 'breached' and is_touched") }} as touched_late_count,
        {{ gtm_tower.count_where("sla_state in ('met', 'breached')") }} as answered_count,
        {{ gtm_tower.ratio('sum(hours_to_first_touch)', 'count(hours_to_first_touch)') }}
            as average_hours_to_first_touch
    from banded
    group by 1

)

select
    score_band,
    lead_count,
    met_count,
    breached_count,
    touched_late_count,
    breached_count - touched_late_count as still_waiting_count,
    pending_count,
    unknown_count,
    touched_before_form_count,
    {{ gtm_tower.ratio('breached_count', 'answered_count') }} as breach_rate,
    {{ gtm_tower.wilson_bound('breached_count', 'answered_count', 'low') }} as ci_low,
    {{ gtm_tower.wilson_bound('breached_count', 'answered_count', 'high') }} as ci_high,
    average_hours_to_first_touch,
    answered_count < {{ var('gtm_policies').min_group_size }} as is_too_small
from counted
