{% set columns = {
    'opportunity_id': 'text',
    'lead_id': 'text',
    'account_id': 'text',
    'owner_id': 'text',
    'sdr_id': 'text',
    'stage': 'text',
    'segment': 'text',
    'lost_reason': 'text',
    'business_issue': 'text',
    'heard_about_us': 'text',
    'lead_type': 'text',
    'lead_behaviour': 'text',
    'business_type': 'text',
    'currency': 'text',
    'amount': 'money',
    'catalog_size': 'count',
    'is_demo_held': 'boolean',
    'demo_set_at': 'timestamp',
    'demo_at': 'timestamp',
    'last_call_at': 'timestamp',
    'created_at': 'timestamp',
    'closed_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('opportunities', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('opportunities') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['opportunity_id', 'stage']) }},
            case
                when received.created_at is null and received.lead_id is null
                    then 'missing_value: created_at'
            end,
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['opportunity_id']) }}

)

{{ gtm_tower.with_verdicts('opportunities', columns) }}
