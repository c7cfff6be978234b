{# where each product stands: among the others by revenue, and against its own sales before #}
{% set trend_days = var('gtm_policies').product_trend_days %}
{# 1.959963984540054 squared: a difference of two counts that chance makes once in twenty times #}
{% set z_squared = '3.841458820694124' %}

with

sales as (

    select * from {{ ref('int_products__sales') }}

),

measured as (

    select
        sales.*,
        -- more given back than taken in earns no place in the cumulative share
        case when total_revenue > 0 then total_revenue else 0 end as counted_revenue,
        cast(sum(recent_revenue) over () as {{ gtm_tower.type_of('number') }}) as recent_total,
        cast(sum(earlier_revenue) over () as {{ gtm_tower.type_of('number') }})
            as earlier_total,
        {{ dbt.datediff('first_ordered_date', gtm_tower.as_of(), 'day') }} as age_days
    from sales

),

history as (

    select max(age_days) as age_days from measured

),

ranked as (

    select
        measured.*,
        row_number() over (
            order by total_revenue desc, {{ gtm_tower.binary_order('product_id') }}
        ) as revenue_rank
    from measured
    where is_product

),

placed as (

    select
        ranked.*,
        coalesce(
            sum(counted_revenue) over (
                order by revenue_rank rows between unbounded preceding and 1 preceding
            ),
            0
        ) as revenue_before,
        sum(counted_revenue) over () as revenue_of_all
    from ranked

)

select
    placed.product_id,
    placed.revenue_rank,
    {{ gtm_tower.ratio('placed.revenue_before', 'placed.revenue_of_all') }} as share_before_rate,
    -- in whole cents: 80% and 95% are reached exactly or not at all
    case
        when placed.total_revenue <= 0 then 'C'
        when placed.revenue_before * 5 < placed.revenue_of_all * 4 then 'A'
        when placed.revenue_before * 20 < placed.revenue_of_all * 19 then 'B'
        else 'C'
    end as abc_category,
    case
        when placed.order_count = 0 then 'not sold'
        when history.age_days < {{ 2 * trend_days - 1 }} then 'not enough history'
        when placed.age_days < {{ trend_days }} then 'new'
        when placed.recent_order_count + placed.earlier_order_count = 0 then 'declining'
        when
            (placed.recent_order_count - placed.earlier_order_count)
            * (placed.recent_order_count - placed.earlier_order_count)
            <= {{ z_squared }} * (placed.recent_order_count + placed.earlier_order_count)
            then 'mature'
        when placed.recent_order_count > placed.earlier_order_count then 'growth'
        else 'declining'
    end as lifecycle_stage,
    case
        when placed.earlier_revenue > 0
            then
                {{ gtm_tower.ratio(
                    'placed.recent_revenue - placed.earlier_revenue', 'placed.earlier_revenue'
                ) }}
    end as growth_rate,
    placed.recent_revenue > 0
    and placed.recent_revenue * placed.earlier_total
    >= placed.earlier_revenue * placed.recent_total as is_gaining_share
from placed
cross join history
