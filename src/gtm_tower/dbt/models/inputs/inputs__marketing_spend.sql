select
    channel,
    campaign,
    amount,
    currency,
    impressions,
    clicks,
    leads,
    spent_at,
    {%- for column in gtm_tower.input_extensions('marketing_spend') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__marketing_spend') }}
where verdict is null
