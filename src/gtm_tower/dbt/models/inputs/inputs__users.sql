select
    user_id,
    account_id,
    email,
    role,
    created_at,
    {%- for column in gtm_tower.input_extensions('users') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__users') }}
where verdict is null
