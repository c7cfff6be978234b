select
    customer_id,
    first_name,
    last_name,
    email,
    country,
    signed_up_at,
    {%- for column in gtm_tower.input_extensions('customers') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__customers') }}
where verdict is null
