{% set columns = {
    'payment_id': 'text',
    'invoice_id': 'text',
    'amount': 'money',
    'currency': 'text',
    'method': 'text',
    'paid_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('payments', columns) }}

),

invoices as (

    select invoice_id from {{ ref('inputs__invoices') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('payments') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['payment_id', 'amount']) }},
            {{ gtm_tower.refuse_currency() }},
            {{ gtm_tower.refuse_orphan('invoice_id', 'invoices') }}
        ) as verdict
    from received
    left join invoices on received.invoice_id = invoices.invoice_id

),

superseded as (

    {{ gtm_tower.superseded(['payment_id']) }}

)

{{ gtm_tower.with_verdicts('payments', columns) }}
