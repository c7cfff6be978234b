select
    opportunity_id,
    account_id,
    stage,
    amount,
    currency,
    segment,
    created_at,
    closed_at,
    {%- for column in gtm_tower.input_extensions('opportunities') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__opportunities') }}
where verdict is null
