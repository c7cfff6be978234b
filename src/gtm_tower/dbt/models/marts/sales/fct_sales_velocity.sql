{# each lead with its opportunity; what its source does not record at all is null, not false #}
{% set stalled_days = var('gtm_policies').stalled_days %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

activity as (

    select * from {{ ref('int_sales__lead_activity') }}

),

touches as (

    select * from {{ ref('int_sales__lead_touches') }}

),

times as (

    select * from {{ ref('int_sales__lead_times') }}

),

joined as (

    select
        leads.*,
        touches.sla_state,
        touches.hours_to_first_touch,
        touches.days_to_first_touch,
        touches.is_touched_before_form,
        activity.idle_days,
        activity.is_activity_recorded,
        activity.first_touch_at,
        activity.last_activity_at as last_sign_at,
        times.clock_start,
        case when times.demo_set_days >= 0 then times.demo_set_days end as days_to_demo_set,
        times.sales_cycle_days as days_to_close,
        case when leads.is_won and times.outcome_days >= 0 then times.outcome_days end
            as days_to_revenue,
        times.is_demo_set as has_demo_set,
        times.is_demo_held as has_demo_held,
        times.is_held_without_date,
        times.is_closed_before_created,
        coalesce(times.demo_set_days < 0, false) as is_demo_set_before_start,
        coalesce(leads.is_won and times.outcome_days < 0, false) as is_won_before_contact
    from leads
    inner join activity on leads.lead_id = activity.lead_id
    inner join touches on leads.lead_id = touches.lead_id
    inner join times on leads.lead_id = times.lead_id

)

select
    lead_id,
    opportunity_id,
    account_id,
    owner_id,
    channel,
    origin,
    status,
    state,
    case
        when state in ('won', 'lost') then state
        when has_demo_held then 'demo held'
        when has_demo_set then 'demo set'
        when state = 'open' then 'opportunity'
        when first_meeting_at is not null then 'meeting'
        when first_touch_at is not null then 'first touch'
        else 'lead'
    end as last_milestone,
    clock_start,
    sla_state,
    hours_to_first_touch,
    cast(days_to_first_touch as {{ gtm_tower.type_of('count') }}) as days_to_first_touch,
    cast(days_to_demo_set as {{ gtm_tower.type_of('count') }}) as days_to_demo_set,
    days_to_close,
    cast(days_to_revenue as {{ gtm_tower.type_of('count') }}) as days_to_revenue,
    call_count,
    text_count,
    email_count,
    case
        when coalesce(call_count, text_count, email_count) is not null
            then coalesce(call_count, 0) + coalesce(text_count, 0) + coalesce(email_count, 0)
    end as activity_count,
    cast(idle_days as {{ gtm_tower.type_of('count') }}) as stalled_days,
    case when is_activity_recorded then first_touch_at is not null end as is_touched,
    case when is_activity_recorded then first_meeting_at is not null end as is_meeting_booked,
    opportunity_id is not null as has_opportunity,
    has_demo_set as is_demo_set,
    has_demo_held as is_demo_held,
    is_won,
    state = 'lost' as is_lost,
    case
        when state in ('won', 'lost') then false
        else idle_days > {{ stalled_days }}
    end as is_stalled,
    is_touched_before_form,
    is_demo_set_before_start,
    is_held_without_date,
    is_closed_before_created,
    is_won_before_contact,
    created_month,
    created_at,
    form_submitted_at,
    first_touch_at,
    first_meeting_at,
    demo_set_at,
    demo_at,
    opportunity_created_at,
    closed_at,
    last_sign_at as last_activity_at
from joined
