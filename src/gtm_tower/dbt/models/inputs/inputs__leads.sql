select
    lead_id,
    account_id,
    owner_id,
    opportunity_id,
    channel,
    origin,
    campaign,
    landing_page,
    status,
    cuisines,
    marketplaces,
    ordering_tools,
    predicted_monthly_sales,
    location_count,
    call_count,
    text_count,
    email_count,
    is_decision_maker_reached,
    created_at,
    form_submitted_at,
    first_call_at,
    first_text_at,
    first_email_at,
    first_meeting_at,
    last_activity_at,
    {%- for column in gtm_tower.input_extensions('leads') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__leads') }}
where verdict is null
