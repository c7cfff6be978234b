{% set columns = {
    'lead_id': 'text',
    'account_id': 'text',
    'owner_id': 'text',
    'opportunity_id': 'text',
    'channel': 'text',
    'origin': 'text',
    'campaign': 'text',
    'landing_page': 'text',
    'status': 'text',
    'cuisines': 'text',
    'marketplaces': 'text',
    'ordering_tools': 'text',
    'predicted_monthly_sales': 'money',
    'location_count': 'count',
    'call_count': 'count',
    'text_count': 'count',
    'email_count': 'count',
    'is_decision_maker_reached': 'boolean',
    'created_at': 'timestamp',
    'form_submitted_at': 'timestamp',
    'first_call_at': 'timestamp',
    'first_text_at': 'timestamp',
    'first_email_at': 'timestamp',
    'first_meeting_at': 'timestamp',
    'last_activity_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('leads', columns, ends=[
        'form_submitted_at', 'first_call_at', 'first_text_at', 'first_email_at',
        'first_meeting_at', 'last_activity_at',
    ]) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('leads') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['lead_id']) }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['lead_id']) }}

)

{{ gtm_tower.with_verdicts('leads', columns) }}
