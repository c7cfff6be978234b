select
    deposit_id,
    customer_id,
    amount,
    currency,
    deposited_at,
    {%- for column in gtm_tower.input_extensions('deposits') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__deposits') }}
where verdict is null
