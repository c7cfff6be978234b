{# leads with a form that nobody has called, texted or written to, nor met, and that are not
   closed, by their hours of waiting at the end of the as_of day. A form at midnight may have come
   at any moment of that day, the last one is taken. #}
{% set rule = var('gtm_rules').late_first_touch %}
{% set threshold = '%g' | format(rule.threshold) %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}
{% set closed_statuses = var('gtm_policies').closed_lead_statuses | join("', '") %}
{% set day_after = dbt.dateadd('day', 1, gtm_tower.as_of()) %}
{% set next_day = 'cast(' ~ day_after ~ ' as ' ~ gtm_tower.type_of('timestamp') ~ ')' %}

with

leads as (

    select
        velocity.*,
        {{ gtm_tower.local_to_utc(next_day) }} as closes_at,
        {{ gtm_tower.date_of('form_submitted_at') }} as form_date
    from {{ ref('fct_sales_velocity') }} as velocity
    where
        form_submitted_at is not null
        and not is_touched
        and not is_meeting_booked
        and not has_opportunity
        and (last_activity_at <= form_submitted_at or last_activity_at <= created_at)
        and coalesce(lower(status), '') not in ('{{ closed_statuses }}')

),

scores as (

    select * from {{ ref('fct_lead_scores') }}

),

waiting as (

    select
        leads.lead_id,
        leads.owner_id,
        leads.form_date,
        leads.activity_count,
        scores.icp_profile_score,
        {{ gtm_tower.seconds_between('leads.form_submitted_at', 'leads.closes_at') }}
        - case
            when
                {{ gtm_tower.utc_to_local('leads.form_submitted_at') }}
                = cast(leads.form_date as {{ gtm_tower.type_of('timestamp') }})
                then 86400
            else 0
        end as waiting_seconds
    from leads
    left join scores on leads.lead_id = scores.lead_id

),

timed as (

    select
        waiting.*,
        {{ gtm_tower.ratio('waiting_seconds', '3600') }} as waiting_hours
    from waiting

)

select
    'lead' as subject_kind,
    lead_id as subject_id,
    owner_id,
    icp_profile_score,
    waiting_hours as evidence_value,
    cast({{ threshold }} as {{ number }}) as evidence_threshold,
    'hours since the form' as evidence_unit,
    cast(null as {{ number }}) as evidence_lower,
    cast(null as {{ number }}) as evidence_upper,
    cast(null as {{ gtm_tower.type_of('count') }}) as evidence_n,
    cast(null as {{ number }}) as base_value,
    'Lead ' || lead_id || ' sent a form on ' || cast(form_date as {{ text }})
    || ' and has had no call, text or e-mail since, for '
    || case
        when waiting_hours < 72 then {{ gtm_tower.number_text('floor(waiting_hours)') }} || ' hours'
        else {{ gtm_tower.number_text('floor(waiting_hours / 24)') }} || ' days'
    end
    || '; {{ threshold }} hours are allowed'
    || case
        when activity_count > 0
            then
                '; calls, texts and e-mails counted without a date by then: '
                || cast(activity_count as {{ text }})
        else ''
    end
    || coalesce('; its profile score is ' || cast(icp_profile_score as {{ text }}), '') || '.'
        as explanation,
    waiting_hours > {{ threshold }} as is_fired
from timed
