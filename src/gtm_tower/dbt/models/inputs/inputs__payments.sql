select
    payment_id,
    invoice_id,
    order_id,
    amount,
    currency,
    method,
    paid_at,
    {%- for column in gtm_tower.input_extensions('payments') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__payments') }}
where verdict is null
