{% set columns = {
    'deposit_id': 'text',
    'customer_id': 'text',
    'amount': 'money',
    'currency': 'text',
    'deposited_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('deposits', columns) }}

),

customers as (

    {{ gtm_tower.keys_of('customers', 'customer_id') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('deposits') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['deposit_id', 'customer_id', 'amount', 'deposited_at']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }},
            {{ gtm_tower.refuse_orphan('customer_id', 'customers') }}
        ) as verdict
    from received
    left join customers on received.customer_id = customers.customer_id

),

superseded as (

    {{ gtm_tower.superseded(['deposit_id']) }}

)

{{ gtm_tower.with_verdicts('deposits', columns) }}
