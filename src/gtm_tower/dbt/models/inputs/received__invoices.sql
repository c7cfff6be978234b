{% set columns = {
    'invoice_id': 'text',
    'subscription_id': 'text',
    'account_id': 'text',
    'amount': 'money',
    'currency': 'text',
    'status': 'text',
    'invoiced_at': 'timestamp',
    'period_start': 'timestamp',
    'period_end': 'timestamp',
} %}
{% set status_names = [
    'draft',
    'open',
    'pending',
    'unpaid',
    'past_due',
    'overdue',
    'paid',
    'refunded',
    'void',
    'uncollectible',
    'failed',
    'sent',
    'partially_paid',
    'partially_refunded',
    'written_off',
    'cancelled',
    'canceled',
] %}
{# a status that the policy counts is legal by that #}
{% do status_names.extend(var('gtm_policies').mrr_invoice_statuses) %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('invoices', columns) }}

),

accounts as (

    select account_id from {{ ref('inputs__accounts') }}

),

subscriptions as (

    select subscription_id from {{ ref('inputs__subscriptions') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('invoices') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['invoice_id', 'invoiced_at', 'amount']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }},
            {{ gtm_tower.refuse_order('period_start', 'period_end') }},
            {{ gtm_tower.refuse_unknown('status', status_names) }},
            {{ gtm_tower.refuse_orphan('account_id', 'accounts') }},
            {{ gtm_tower.refuse_orphan('subscription_id', 'subscriptions') }}
        ) as verdict
    from received
    left join accounts on received.account_id = accounts.account_id
    left join subscriptions on received.subscription_id = subscriptions.subscription_id

),

superseded as (

    {{ gtm_tower.superseded(['invoice_id']) }}

)

{{ gtm_tower.with_verdicts('invoices', columns) }}
