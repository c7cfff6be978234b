with

source as (

    select * from {{ source('lottery', 'ticket_purchases') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('purchase_id') }} as order_id,
        {{ gtm_tower.clean_missing('user_id') }} as customer_id,
        {{ gtm_tower.clean_missing('game_id') }} as product_id,
        'completed' as status,
        'USD' as currency,
        {{ gtm_tower.parse_number('purchase_amount_usd') }} as amount,
        {{ gtm_tower.parse_loose_moment('purchase_timestamp') }} as ordered_at,
        {{ gtm_tower.problem_in({
            'purchase_timestamp': 'loose moment',
            'purchase_amount_usd': 'money',
        }) }} as problem,
        {{ gtm_tower.provenance('lottery', 'ticket_purchases') }}
    from source

)

select * from renamed
