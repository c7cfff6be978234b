{# what lies after as_of has not happened yet #}
select
    opportunity_id,
    lead_id,
    account_id,
    owner_id,
    sdr_id,
    stage,
    segment,
    lost_reason,
    business_issue,
    heard_about_us,
    lead_type,
    lead_behaviour,
    business_type,
    currency,
    amount,
    catalog_size,
    case when not {{ gtm_tower.is_known('demo_at') }} then false else is_demo_held end
        as is_demo_held,
    case when {{ gtm_tower.is_known('demo_set_at') }} then demo_set_at end as demo_set_at,
    case when {{ gtm_tower.is_known('demo_at') }} then demo_at end as demo_at,
    case when {{ gtm_tower.is_known('last_call_at') }} then last_call_at end as last_call_at,
    created_at,
    case when {{ gtm_tower.is_known('closed_at') }} then closed_at end as closed_at,
    {%- for column in gtm_tower.input_extensions('opportunities') %}
    {{ column }},
    {%- endfor %}
    source_name
from {{ ref('received__opportunities') }}
where verdict is null
