select
    event_id,
    user_id,
    account_id,
    event_type,
    occurred_at,
    {%- for column in gtm_tower.input_extensions('product_events') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__product_events') }}
where verdict is null
