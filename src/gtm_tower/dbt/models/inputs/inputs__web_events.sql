select
    event_id,
    user_id,
    anonymous_id,
    device_id,
    email,
    session_id,
    event_type,
    source,
    medium,
    campaign,
    page_url,
    referrer,
    occurred_at,
    {%- for column in gtm_tower.input_extensions('web_events') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__web_events') }}
where verdict is null
