select
    invoice_id,
    subscription_id,
    account_id,
    amount,
    currency,
    status,
    invoiced_at,
    period_start,
    period_end,
    {%- for column in gtm_tower.input_extensions('invoices') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__invoices') }}
where verdict is null
