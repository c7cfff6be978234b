{% set columns = {
    'customer_id': 'text',
    'first_name': 'text',
    'last_name': 'text',
    'email': 'text',
    'country': 'text',
    'signed_up_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('customers', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('customers') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['customer_id']) }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['customer_id']) }}

)

{{ gtm_tower.with_verdicts('customers', columns) }}
