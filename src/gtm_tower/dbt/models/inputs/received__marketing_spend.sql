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

received as (

    {{ gtm_tower.feeds('marketing_spend', columns) }}

),

judged as (

    select
        received.*,
        coalesce(
            received.problem,
            {{ gtm_tower.refuse_missing(['spent_at', 'channel', 'amount']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }}
        ) as verdict
    from received

)

{{ gtm_tower.with_refusals('marketing_spend', columns, has_versions=false) }}
