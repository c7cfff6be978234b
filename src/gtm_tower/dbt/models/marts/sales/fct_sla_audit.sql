{# leads with a form by the score they had when they came in: are the best ones called first? #}
{% set z = '1.959963984540054' %}
{% set bands = {'75 to 100': 75, '50 to 74': 50, '25 to 49': 25, '0 to 24': 0} %}
{% set number = gtm_tower.type_of('number') %}

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
        cast(count(hours_to_first_touch) as {{ number }}) as timed_count,
        sum(hours_to_first_touch) as hours,
        cast({{ gtm_tower.count_where("sla_state in ('met', 'breached')") }} as {{ number }})
            as trials,
        {{ gtm_tower.ratio(
            gtm_tower.count_where("sla_state = 'breached'"),
            gtm_tower.count_where("sla_state in ('met', 'breached')"),
        ) }} as breach_rate
    from banded
    group by 1

),

-- Wilson 1927: the interval is centre plus and minus spread
intervals as (

    select
        counted.*,
        (breach_rate + {{ z }} * {{ z }} / (2 * nullif(trials, 0)))
        / (1 + {{ z }} * {{ z }} / nullif(trials, 0)) as centre,
        {{ z }}
        * sqrt(
            breach_rate * (1 - breach_rate) / nullif(trials, 0)
            + {{ z }} * {{ z }} / (4 * nullif(trials * trials, 0))
        )
        / (1 + {{ z }} * {{ z }} / nullif(trials, 0)) as spread
    from counted

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
    breach_rate,
    cast(case when breached_count = 0 then 0 * centre else centre - spread end as {{ number }})
        as ci_low,
    cast(
        case when breached_count = trials then 0 * centre + 1 else centre + spread end
        as {{ number }}
    ) as ci_high,
    {{ gtm_tower.ratio('hours', 'timed_count') }} as average_hours_to_first_touch,
    trials < {{ var('gtm_policies').min_group_size }} as is_too_small
from intervals
