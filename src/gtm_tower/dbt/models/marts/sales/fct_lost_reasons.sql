with

losses as (

    select * from {{ ref('int_sales__opportunities') }}
    where state = 'lost'

),

named as (

    select
        closed_month as date_month,
        acquisition_channel,
        coalesce(lost_reason, '{{ gtm_tower.missing_name() }}') as lost_reason,
        amount,
        is_demo_held
    from losses

),

counts as (

    select
        date_month,
        acquisition_channel,
        lost_reason,
        count(*) as lost_count,
        count(amount) as lost_with_amount_count,
        cast(sum(amount) as {{ gtm_tower.type_of('money') }}) as lost_amount,
        {{ gtm_tower.count_where('is_demo_held') }} as lost_after_demo_count,
        {{ gtm_tower.count_where('not is_demo_held') }} as lost_without_demo_count,
        {{ gtm_tower.count_where('is_demo_held is null') }} as lost_demo_unknown_count
    from named
    group by 1, 2, 3

),

shared as (

    select
        counts.*,
        cast(
            sum(lost_count) over (partition by date_month) as {{ gtm_tower.type_of('count') }}
        ) as month_lost_count
    from counts

)

select
    date_month,
    acquisition_channel,
    lost_reason,
    '{{ var("gtm_currency") }}' as currency,
    lost_count,
    month_lost_count,
    {{ gtm_tower.ratio('lost_count', 'month_lost_count') }} as month_share_rate,
    lost_with_amount_count,
    lost_amount,
    lost_after_demo_count,
    lost_without_demo_count,
    lost_demo_unknown_count,
    {{ gtm_tower.ratio(
        'lost_after_demo_count', 'lost_after_demo_count + lost_without_demo_count'
    ) }} as after_demo_rate
from shared
