{# who came by each campaign in each channel, what they bought and what it cost #}
with

members as (

    select * from {{ ref('int_jackpot__members') }}

),

spend as (

    select * from {{ ref('int_attribution__spend') }}

),

touches as (

    select 'first' as touch
    union all
    select 'last' as touch

),

-- a campaign that brought nobody has a row, and so have those whom none brought
places as (

    select
        campaign,
        channel
    from spend
    union all
    select
        campaign,
        channel
    from members
    union all
    select
        '(direct)' as campaign,
        '(direct)' as channel
    union all
    select
        '(none)' as campaign,
        '(none)' as channel

),

group_names as (

    select
        touches.touch,
        places.campaign,
        places.channel
    from places
    cross join touches
    group by 1, 2, 3

),

counted as (

    select
        touch,
        campaign,
        channel,
        count(*) as member_count,
        {{ gtm_tower.count_where('is_buyer') }} as buyer_count,
        {{ gtm_tower.count_where('is_high_jackpot_player') }} as high_jackpot_player_count,
        {{ gtm_tower.sum_money('total_revenue') }} as total_revenue,
        {{ gtm_tower.sum_money('high_jackpot_revenue') }} as high_jackpot_revenue
    from members
    group by 1, 2, 3

)

select
    group_names.touch,
    group_names.campaign,
    group_names.channel,
    {%- for column in ['member_count', 'buyer_count', 'high_jackpot_player_count'] %}
    coalesce(counted.{{ column }}, 0) as {{ column }},
    {%- endfor %}
    {%- for column in ['total_revenue', 'high_jackpot_revenue'] %}
    cast(coalesce(counted.{{ column }}, 0) as {{ gtm_tower.type_of('money') }})
        as {{ column }},
    {%- endfor %}
    spend.spend
from group_names
left join counted
    on
        group_names.touch = counted.touch
        and group_names.campaign = counted.campaign
        and group_names.channel = counted.channel
left join spend
    on group_names.campaign = spend.campaign and group_names.channel = spend.channel
