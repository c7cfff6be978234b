{% set columns = {
    'payment_id': 'text',
    'invoice_id': 'text',
    'order_id': 'text',
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

    {{ gtm_tower.keys_of('invoices', 'invoice_id') }}

),

orders as (

    {{ gtm_tower.keys_of('orders', 'order_id') }}

),

-- a payment without a date happens when its order does
later_orders as (

    {{ gtm_tower.later_keys_of('orders', 'order_id') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('payments') }},
            case
                when orders.order_id is null and later_orders.order_id is not null then 'later'
            end,
            received.problem,
            {{ gtm_tower.refuse_missing(['payment_id', 'amount']) }},
            {{ gtm_tower.refuse_currency() }},
            {{ gtm_tower.refuse_orphan('invoice_id', 'invoices') }},
            {{ gtm_tower.refuse_orphan('order_id', 'orders') }}
        ) as verdict
    from received
    left join invoices on received.invoice_id = invoices.invoice_id
    left join orders on received.order_id = orders.order_id
    left join later_orders on received.order_id = later_orders.order_id

),

superseded as (

    {{ gtm_tower.superseded(['payment_id']) }}

)

{{ gtm_tower.with_verdicts('payments', columns) }}
