{# how each product is mostly paid for #}
with

used as (

    select
        coalesce(product_id, '{{ gtm_tower.missing_name() }}') as product_id,
        primary_method as method,
        count(*) as order_count
    from {{ ref('int_customer__orders') }}
    where primary_method is not null
    group by 1, 2

),

ranked as (

    select
        used.*,
        row_number() over (
            partition by product_id
            order by order_count desc, {{ gtm_tower.binary_order('method') }}
        ) as place
    from used

)

select
    product_id,
    max(case when place = 1 then method end) as preferred_method,
    max(case when place = 1 then order_count end) as preferred_method_count,
    max(case when place = 2 then method end) as second_method,
    max(case when place = 2 then order_count end) as second_method_count,
    cast(sum(order_count) as {{ gtm_tower.type_of('count') }}) as method_order_count
from ranked
group by 1
