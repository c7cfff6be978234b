{% set columns = {
    'account_id': 'text',
    'account_name': 'text',
    'segment': 'text',
    'company_size': 'text',
    'region': 'text',
    'country': 'text',
    'industry': 'text',
    'acquisition_channel': 'text',
    'status': 'text',
    'created_at': 'timestamp',
} %}
{% set status_names = [
    'active',
    'trial',
    'trialing',
    'prospect',
    'paused',
    'suspended',
    'inactive',
    'churned',
    'cancelled',
    'canceled',
    'customer',
    'lead',
    'closed',
] %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('accounts', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('accounts') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['account_id', 'created_at']) }},
            {{ gtm_tower.refuse_unknown('status', status_names) }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['account_id']) }}

)

{{ gtm_tower.with_verdicts('accounts', columns) }}
