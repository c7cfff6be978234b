{% set columns = {
    'event_id': 'text',
    'user_id': 'text',
    'account_id': 'text',
    'event_type': 'text',
    'occurred_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('product_events', columns) }}

),

users as (

    select user_id from {{ ref('inputs__users') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('product_events') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['event_id', 'user_id', 'event_type', 'occurred_at']) }},
            {{ gtm_tower.refuse_orphan('user_id', 'users') }}
        ) as verdict
    from received
    left join users on received.user_id = users.user_id

),

superseded as (

    {{ gtm_tower.superseded(['event_id']) }}

)

{{ gtm_tower.with_verdicts('product_events', columns) }}
