{# how soon after its form each lead was first touched. A moment at midnight is a day whose time
   nobody wrote down: it may be any moment of that day. #}
{% set ends = {'form': 'leads.form_submitted_at', 'touch': 'activity.first_touch_at'} %}
{% set day_after = dbt.dateadd('day', 1, gtm_tower.as_of()) %}
{% set next_day = 'cast(' ~ day_after ~ ' as ' ~ gtm_tower.type_of('timestamp') ~ ')' %}
{% set target = var('gtm_policies').speed_to_lead_hours * 3600 %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

activity as (

    select * from {{ ref('int_sales__lead_activity') }}

),

clock as (

    select {{ gtm_tower.local_to_utc(next_day) }} as closes_at

),

timed as (

    select
        leads.lead_id,
        leads.form_submitted_at,
        activity.first_touch_at,
        {%- for name, moment in ends.items() %}
        {{ gtm_tower.date_of(moment) }} as {{ name }}_date,
        case
            when
                {{ gtm_tower.utc_to_local(moment) }}
                = cast({{ gtm_tower.date_of(moment) }} as {{ gtm_tower.type_of('timestamp') }})
                then 86400
            else 0
        end as unsure_{{ name }}_seconds,
        {%- endfor %}
        {{ gtm_tower.seconds_between(
            'leads.form_submitted_at', 'coalesce(activity.first_touch_at, clock.closes_at)'
        ) }} as waiting_seconds
    from leads
    inner join activity on leads.lead_id = activity.lead_id
    cross join clock

),

ordered as (

    select
        timed.*,
        unsure_form_seconds + unsure_touch_seconds = 0 as is_exact,
        coalesce(
            case
                when first_touch_at is null then false
                when unsure_form_seconds + unsure_touch_seconds = 0 then waiting_seconds < 0
                else touch_date < form_date
            end, false
        ) as is_touched_before_form
    from timed

)

select
    lead_id,
    case
        when form_submitted_at is null or is_touched_before_form
            then cast(null as {{ gtm_tower.type_of('text') }})
        when waiting_seconds - unsure_form_seconds > {{ target }} then 'breached'
        when first_touch_at is null and waiting_seconds <= {{ target }} then 'pending'
        when first_touch_at is not null and waiting_seconds + unsure_touch_seconds <= {{ target }}
            then 'met'
        else 'unknown'
    end as sla_state,
    case
        when first_touch_at is not null and is_exact and not is_touched_before_form
            then {{ gtm_tower.ratio('waiting_seconds', '3600') }}
    end as hours_to_first_touch,
    case
        when not is_touched_before_form
            then {{ dbt.datediff('form_date', 'touch_date', 'day') }}
    end as days_to_first_touch,
    is_touched_before_form
from ordered
