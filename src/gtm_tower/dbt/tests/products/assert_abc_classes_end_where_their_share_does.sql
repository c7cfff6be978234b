{# a row of the result is a class that holds a product too many, whose share without its last one is
   not below 80% or 95%, or one too few, whose share is below although the next class has revenue #}
with

products as (

    select
        revenue_rank,
        abc_category,
        case when total_revenue > 0 then total_revenue else 0 end as counted_revenue
    from {{ ref('product_performance') }}
    where is_product

),

ends as (

    select 'A' as last_class, 80 as percentage
    union all
    select 'B' as last_class, 95 as percentage

),

last_places as (

    select
        ends.last_class,
        ends.percentage,
        max(products.revenue_rank) as last_rank
    from ends
    inner join products
        on ends.last_class >= products.abc_category and products.counted_revenue > 0
    group by 1, 2

)

select last_places.last_class
from last_places
cross join products
group by last_places.last_class, last_places.percentage
having
    100 * sum(
        case when products.revenue_rank < last_places.last_rank then products.counted_revenue end
    ) >= last_places.percentage * sum(products.counted_revenue)
    or 100 * sum(
        case when products.revenue_rank <= last_places.last_rank then products.counted_revenue end
    ) < last_places.percentage * sum(products.counted_revenue)
