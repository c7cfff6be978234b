{% set columns = {
    'product_id': 'text',
    'product_name': 'text',
    'category': 'text',
    'price': 'money',
    'jackpot_estimate': 'money',
} %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('products', columns) }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('products') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['product_id']) }},
            {{ gtm_tower.refuse_negative('price') }},
            {{ gtm_tower.refuse_negative('jackpot_estimate') }}
        ) as verdict
    from received

),

superseded as (

    {{ gtm_tower.superseded(['product_id']) }}

)

{{ gtm_tower.with_verdicts('products', columns) }}
