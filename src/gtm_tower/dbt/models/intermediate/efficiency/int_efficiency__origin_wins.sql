{# the won deals of each origin, in all and by lead type, as counts and sums #}
{% set number = gtm_tower.type_of('number') %}

with

deals as (

    select * from {{ ref('int_efficiency__won_deals') }}

),

members as (

    select
        deals.*,
        'all lead types' as group_type,
        true as is_origin_total
    from deals
    union all
    select
        deals.*,
        deals.lead_type as group_type,
        false as is_origin_total
    from deals

),

-- points and days are of the same deals, those with known days
placed as (

    select
        members.*,
        cast(case when days_to_revenue is not null then value_points end as {{ number }})
            as points,
        cast(days_to_revenue as {{ number }}) as days,
        count(days_to_revenue) over (partition by origin, group_type, is_origin_total) as size,
        row_number() over (
            partition by origin, group_type, is_origin_total, days_to_revenue is null
            order by days_to_revenue
        ) as place
    from members

),

compared as (

    select
        placed.*,
        points - days * {{ gtm_tower.ratio(
            'sum(points) over (partition by origin, group_type, is_origin_total)',
            'sum(days) over (partition by origin, group_type, is_origin_total)'
        ) }} as residual
    from placed

)

select
    origin,
    group_type as lead_type,
    is_origin_total,
    count(*) as won_count,
    {{ gtm_tower.count_where('is_won_before_contact') }} as won_before_contact_count,
    {{ gtm_tower.count_where('is_revenue_declared') }} as revenue_declared_count,
    {{ gtm_tower.count_where('is_fast_track') }} as fast_track_count,
    count(elapsed_days) as contacted_won_count,
    count(days_to_revenue) as timed_won_count,
    {{ gtm_tower.sum_money('amount') }} as revenue,
    sum(elapsed_days) as elapsed_days,
    sum(days_to_revenue) as sales_days,
    {{ gtm_tower.median('days_to_revenue') }} as median_days_to_revenue,
    sum(value_points) as value_points,
    sum(points) as timed_value_points,
    sum(residual * residual) as squared_residuals
from compared
group by 1, 2, 3
