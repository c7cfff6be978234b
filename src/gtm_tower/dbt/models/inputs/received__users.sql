{% set columns = {
    'user_id': 'text',
    'account_id': 'text',
    'email': 'text',
    'role': 'text',
    'created_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('users', columns) }}

),

accounts as (

    select account_id from {{ ref('inputs__accounts') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('users') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['user_id', 'account_id', 'created_at']) }},
            {{ gtm_tower.refuse_orphan('account_id', 'accounts') }}
        ) as verdict
    from received
    left join accounts on received.account_id = accounts.account_id

),

superseded as (

    {{ gtm_tower.superseded(['user_id']) }}

)

{{ gtm_tower.with_verdicts('users', columns) }}
