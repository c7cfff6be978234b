{% set columns = {
    'opportunity_id': 'text',
    'account_id': 'text',
    'stage': 'text',
    'amount': 'money',
    'currency': 'text',
    'segment': 'text',
    'created_at': 'timestamp',
    'closed_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('opportunities', columns, ends=['closed_at']) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('opportunities') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['opportunity_id', 'stage', 'created_at']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['opportunity_id']) }}

)

{{ gtm_tower.with_verdicts('opportunities', columns) }}
