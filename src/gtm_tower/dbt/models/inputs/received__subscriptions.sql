{% set columns = {
    'subscription_id': 'text',
    'account_id': 'text',
    'plan': 'text',
    'status': 'text',
    'started_at': 'timestamp',
    'ended_at': 'timestamp',
    'cancelled_at': 'timestamp',
} %}
{% set status_names = [
    'trialing',
    'active',
    'past_due',
    'unpaid',
    'paused',
    'cancelled',
    'canceled',
    'ended',
    'expired',
    'churned',
    'trial',
    'pending',
    'incomplete',
    'incomplete_expired',
    'inactive',
    'suspended',
] %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('subscriptions', columns, ends=['ended_at', 'cancelled_at']) }}

),

accounts as (

    select account_id from {{ ref('inputs__accounts') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('subscriptions') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['subscription_id', 'account_id', 'started_at']) }},
            {{ gtm_tower.refuse_order('started_at', 'ended_at') }},
            {{ gtm_tower.refuse_unknown('status', status_names) }},
            {{ gtm_tower.refuse_orphan('account_id', 'accounts') }}
        ) as verdict
    from received
    left join accounts on received.account_id = accounts.account_id

),

superseded as (

    {{ gtm_tower.superseded(['subscription_id']) }}

)

{{ gtm_tower.with_verdicts('subscriptions', columns) }}
