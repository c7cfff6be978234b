select
    order_id,
    customer_id,
    product_id,
    product_name,
    status,
    channel,
    campaign,
    currency,
    amount,
    ordered_at,
    {%- for column in gtm_tower.input_extensions('orders') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__orders') }}
where verdict is null
