select
    ticket_id,
    account_id,
    category,
    severity,
    sla_hours,
    created_at,
    first_replied_at,
    resolved_at,
    {%- for column in gtm_tower.input_extensions('support_tickets') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__support_tickets') }}
where verdict is null
