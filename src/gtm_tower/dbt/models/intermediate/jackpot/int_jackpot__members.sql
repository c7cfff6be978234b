{# what became of every member who signed up, by the first and by the last touch before it #}
{% set high_jackpot = var('gtm_policies').high_jackpot_amount %}

with

signups as (

    select * from {{ ref('int_attribution__conversions') }}
    where conversion_type = 'signup'

),

journeys as (

    select * from {{ ref('int_attribution__journeys') }}
    where conversion_type = 'signup'

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

orders as (

    select * from {{ ref('int_customer__orders') }}

),

products as (

    select * from {{ ref('inputs__products') }}

),

-- a game without an estimate is not one of a high jackpot
tickets as (

    select
        orders.customer_id,
        orders.amount,
        coalesce(products.jackpot_estimate > {{ high_jackpot }}, false) as is_high_jackpot
    from orders
    left join products on orders.product_id = products.product_id

),

players as (

    select
        customer_id,
        {{ gtm_tower.count_where('is_high_jackpot') }} as high_jackpot_count,
        {{ gtm_tower.sum_money('amount') }} as total_revenue,
        {{ gtm_tower.sum_where('amount', 'is_high_jackpot') }} as high_jackpot_revenue
    from tickets
    group by 1

),

-- a sign-up without a touch has one row, of no touch
touches as (

    select
        'first' as touch,
        conversion_id,
        touchpoint_id
    from journeys
    where place = 1
    union all
    select
        'last' as touch,
        conversion_id,
        touchpoint_id
    from journeys
    where place = touch_count or touch_count = 0

)

select
    touches.touch,
    signups.customer_id,
    coalesce(touchpoints.campaign, '(none)') as campaign,
    coalesce(touchpoints.channel, '(none)') as channel,
    players.customer_id is not null as is_buyer,
    {%- for column in ['total_revenue', 'high_jackpot_revenue'] %}
    cast(coalesce(players.{{ column }}, 0) as {{ gtm_tower.type_of('money') }}) as {{ column }},
    {%- endfor %}
    coalesce(players.high_jackpot_count, 0) > 0 as is_high_jackpot_player
from signups
inner join touches on signups.conversion_id = touches.conversion_id
left join touchpoints on touches.touchpoint_id = touchpoints.touchpoint_id
left join players on signups.customer_id = players.customer_id
