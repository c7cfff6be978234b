{% set spans = {
    'days_to_first_deposit': ('signed_up_at', 'first_deposit_at', 'is_deposit_before_signup'),
    'days_to_first_purchase': ('signed_up_at', 'first_purchase_at', 'is_purchase_before_signup'),
    'days_from_deposit_to_purchase': (
        'first_deposit_at', 'first_purchase_at', 'is_purchase_before_deposit'
    ),
} %}

with

firsts as (

    select * from {{ ref('int_customer__firsts') }}

),

segmentation as (

    select * from {{ ref('customer_segmentation') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}
    where kind = 'country'

),

-- a business with deposits or jackpots is played at, any other is bought from
business as (

    select
        (select count(jackpot_estimate) from {{ ref('inputs__products') }}) > 0
        or (select count(*) from {{ ref('int_customer__deposits') }}) > 0 as has_games

),

timed as (

    select
        firsts.*,
        {%- for days, (start, finish, flag) in spans.items() %}
        {{ gtm_tower.is_before('firsts.' ~ finish, 'firsts.' ~ start) }} as {{ flag }},
        {%- endfor %}
        business.has_games
    from firsts
    cross join business

)

select
    timed.customer_id,
    timed.person_id,
    coalesce(spellings.name, '{{ gtm_tower.missing_name() }}') as country,
    segmentation.segment,
    case
        when timed.has_games and timed.high_jackpot_count > 0 then 'high jackpot player'
        when timed.has_games and timed.order_count > 0 then 'regular player'
        when timed.deposit_count > 0 then 'depositor only'
        when timed.has_games then 'no play'
        when timed.order_count > 1 then 'repeat buyer'
        when timed.order_count = 1 then 'one-time buyer'
        else 'no purchase'
    end as player_type,
    timed.first_touch_channel,
    timed.first_touch_campaign,
    '{{ var("gtm_currency") }}' as currency,
    timed.first_deposit_amount,
    timed.deposit_amount,
    timed.first_purchase_amount,
    timed.deposit_count,
    timed.order_count,
    timed.high_jackpot_count,
    {%- for days, (start, finish, flag) in spans.items() %}
    cast(
        case
            when not timed.{{ flag }}
                then {{ dbt.datediff(
                    gtm_tower.date_of('timed.' ~ start), gtm_tower.date_of('timed.' ~ finish), 'day'
                ) }}
        end as {{ gtm_tower.type_of('count') }}
    ) as {{ days }},
    {%- endfor %}
    timed.is_first_touch_derived,
    {%- for days, (start, finish, flag) in spans.items() %}
    timed.{{ flag }},
    {%- endfor %}
    timed.signed_up_at,
    timed.first_touch_at,
    timed.first_deposit_at,
    timed.first_purchase_at
from timed
inner join segmentation on timed.customer_id = segmentation.customer_id
left join spellings on lower(timed.country) = spellings.name_key
