{% set columns = {
    'channel': 'text',
    'campaign': 'text',
    'amount': 'money',
    'currency': 'text',
    'impressions': 'count',
    'clicks': 'count',
    'leads': 'count',
    'spent_at': 'timestamp',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('marketing_spend', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('marketing_spend') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['spent_at', 'channel', 'amount']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }}
        ) as verdict
    from received

)

{{ gtm_tower.with_verdicts('marketing_spend', columns, has_versions=false) }}
