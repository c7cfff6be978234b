{% set columns = {
    'event_id': 'text',
    'user_id': 'text',
    'anonymous_id': 'text',
    'device_id': 'text',
    'email': 'text',
    'session_id': 'text',
    'event_type': 'text',
    'source': 'text',
    'medium': 'text',
    'campaign': 'text',
    'page_url': 'text',
    'referrer': 'text',
    'occurred_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('web_events', columns) }}

),

customers as (

    {{ gtm_tower.keys_of('customers', 'customer_id', 'user_id') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('web_events') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['event_id', 'occurred_at']) }},
            {{ gtm_tower.refuse_orphan('user_id', 'customers') }}
        ) as verdict
    from received
    left join customers on received.user_id = customers.user_id

),

superseded as (

    {{ gtm_tower.superseded(['event_id']) }}

)

{{ gtm_tower.with_verdicts('web_events', columns) }}
