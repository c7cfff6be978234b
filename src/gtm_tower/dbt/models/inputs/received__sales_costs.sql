{% set columns = {
    'channel': 'text',
    'cost_type': 'text',
    'currency': 'text',
    'amount': 'money',
    'spent_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('sales_costs', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('sales_costs') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['spent_at', 'channel', 'amount']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }}
        ) as verdict
    from received

)

{{ gtm_tower.with_verdicts('sales_costs', columns, has_versions=false) }}
