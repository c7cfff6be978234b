select
    channel,
    cost_type,
    currency,
    amount,
    spent_at,
    {%- for column in gtm_tower.input_extensions('sales_costs') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__sales_costs') }}
where verdict is null
