{% set columns = {
    'ticket_id': 'text',
    'account_id': 'text',
    'category': 'text',
    'severity': 'text',
    'sla_hours': 'number',
    'created_at': 'timestamp',
    'first_replied_at': 'timestamp',
    'resolved_at': 'timestamp',
} %}
{% set severity_names = [
    'low',
    'medium',
    'high',
    'critical',
    'urgent',
    'normal',
    'minor',
    'major',
    'blocker',
    'p1',
    'p2',
    'p3',
    'p4',
] %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('support_tickets', columns, ends=['first_replied_at', 'resolved_at']) }}

),

accounts as (

    select account_id from {{ ref('inputs__accounts') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('support_tickets') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['ticket_id', 'account_id', 'created_at']) }},
            {{ gtm_tower.refuse_negative('sla_hours') }},
            {{ gtm_tower.refuse_order('created_at', 'resolved_at') }},
            {{ gtm_tower.refuse_unknown('severity', severity_names) }},
            {{ gtm_tower.refuse_orphan('account_id', 'accounts') }}
        ) as verdict
    from received
    left join accounts on received.account_id = accounts.account_id

),

superseded as (

    {{ gtm_tower.superseded(['ticket_id']) }}

)

{{ gtm_tower.with_verdicts('support_tickets', columns) }}
