select
    product_id,
    product_name,
    category,
    price,
    jackpot_estimate,
    {%- for column in gtm_tower.input_extensions('products') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__products') }}
where verdict is null
