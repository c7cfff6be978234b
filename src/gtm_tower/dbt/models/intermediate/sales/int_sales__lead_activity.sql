{# when each lead was first touched, its last sign of life, which is the latest of all its dates,
   and how long it has been idle since, unless its deal is closed #}
{% set touches = ['first_call_at', 'first_text_at', 'first_email_at'] %}
{% set work = touches + ['first_meeting_at', 'last_activity_at', 'last_call_at'] %}
{% set others = [
    'created_at', 'form_submitted_at', 'opportunity_created_at', 'demo_set_at', 'demo_at',
] %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

moments as (

    select
        lead_id,
        state,
        {{ gtm_tower.earliest(touches) }} as first_touch_at,
        {{ gtm_tower.latest(work) }} as last_work_at,
        {{ gtm_tower.latest(work + others) }} as last_sign_at
    from leads

),

-- where no lead has a date of any work on it, no touch is not known
frame as (

    select count(last_work_at) > 0 as is_activity_recorded
    from moments

)

select
    moments.lead_id,
    case
        when frame.is_activity_recorded and moments.state not in ('won', 'lost')
            then {{ dbt.datediff(
                gtm_tower.date_of('moments.last_sign_at'), gtm_tower.as_of(), 'day'
            ) }}
    end as idle_days,
    frame.is_activity_recorded,
    moments.first_touch_at,
    moments.last_sign_at as last_activity_at
from moments
cross join frame
