{# every ticket with its times and where it stands against its target at the end of the as_of day #}
{% set day_after = dbt.dateadd('day', 1, gtm_tower.as_of()) %}
{% set next_day = 'cast(' ~ day_after ~ ' as ' ~ gtm_tower.type_of('timestamp') ~ ')' %}

with

tickets as (

    select * from {{ ref('inputs__support_tickets') }}

),

clock as (

    select {{ gtm_tower.local_to_utc(next_day) }} as closes_at

),

timed as (

    select
        tickets.ticket_id,
        tickets.account_id,
        coalesce(tickets.category, '{{ gtm_tower.missing_name() }}') as category,
        coalesce(tickets.severity, '{{ gtm_tower.missing_name() }}') as severity,
        {{ gtm_tower.month_of('tickets.created_at') }} as created_month,
        tickets.created_at,
        coalesce(tickets.sla_hours, {{ var('gtm_policies').default_sla_hours }}) * 3600
            as sla_seconds,
        {{ gtm_tower.seconds_between('tickets.created_at', 'tickets.resolved_at') }}
            as resolution_seconds,
        case
            when tickets.first_replied_at >= tickets.created_at
                then {{ gtm_tower.seconds_between(
                    'tickets.created_at', 'tickets.first_replied_at'
                ) }}
        end as first_reply_seconds,
        {{ gtm_tower.seconds_between('tickets.created_at', 'clock.closes_at') }} as age_seconds
    from tickets
    cross join clock

)

select
    ticket_id,
    account_id,
    category,
    severity,
    created_month,
    created_at,
    sla_seconds,
    resolution_seconds,
    first_reply_seconds,
    case
        when coalesce(resolution_seconds, age_seconds) > sla_seconds then 'breached'
        when resolution_seconds is not null then 'met'
        else 'pending'
    end as sla_state
from timed
