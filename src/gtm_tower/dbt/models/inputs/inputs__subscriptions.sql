select
    subscription_id,
    account_id,
    plan,
    status,
    started_at,
    ended_at,
    cancelled_at,
    {%- for column in gtm_tower.input_extensions('subscriptions') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__subscriptions') }}
where verdict is null
