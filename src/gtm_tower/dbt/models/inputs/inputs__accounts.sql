select
    account_id,
    account_name,
    segment,
    company_size,
    region,
    country,
    industry,
    acquisition_channel,
    status,
    created_at,
    {%- for column in gtm_tower.input_extensions('accounts') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__accounts') }}
where verdict is null
