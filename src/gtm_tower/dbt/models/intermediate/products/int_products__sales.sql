{# what was sold of each product; an order of no product is one of `unknown (missing)` #}
{% set trend_days = var('gtm_policies').product_trend_days %}
{% set is_recent = 'age_days < ' ~ trend_days %}
{% set is_earlier = 'age_days >= ' ~ trend_days ~ ' and age_days < ' ~ 2 * trend_days %}
{% set counts = [
    'order_count', 'known_amount_count', 'paid_order_count', 'returned_order_count',
    'customer_count', 'new_customer_count', 'recent_order_count', 'earlier_order_count',
] %}
{% set amounts = [
    'total_revenue', 'returned_revenue', 'paid_amount', 'promotional_amount', 'recent_revenue',
    'earlier_revenue',
] %}

with

orders as (

    select * from {{ ref('int_customer__orders') }}

),

products as (

    select * from {{ ref('inputs__products') }}

),

categories as (

    select * from {{ ref('int_core__spellings') }}
    where kind = 'category'

),

aged as (

    select
        orders.*,
        coalesce(product_id, '{{ gtm_tower.missing_name() }}') as product,
        {{ dbt.datediff('ordered_date', gtm_tower.as_of(), 'day') }} as age_days
    from orders

),

sold as (

    select
        product,
        min({{ gtm_tower.binary_order('product_name') }}) as product_name,
        count(*) as order_count,
        count(amount) as known_amount_count,
        {{ gtm_tower.count_where('payment_count > 0') }} as paid_order_count,
        {{ gtm_tower.count_where('is_returned') }} as returned_order_count,
        count(distinct customer_id) as customer_count,
        {{ gtm_tower.count_where('is_first_order') }} as new_customer_count,
        {{ gtm_tower.count_where(is_recent) }} as recent_order_count,
        {{ gtm_tower.count_where(is_earlier) }} as earlier_order_count,
        {{ gtm_tower.sum_money('amount') }} as total_revenue,
        {{ gtm_tower.sum_where('amount', 'is_returned') }} as returned_revenue,
        {{ gtm_tower.sum_where('amount', 'payment_count > 0') }} as paid_amount,
        {{ gtm_tower.sum_where('promotional_amount', 'payment_count > 0') }} as promotional_amount,
        {{ gtm_tower.sum_where('amount', is_recent) }} as recent_revenue,
        {{ gtm_tower.sum_where('amount', is_earlier) }} as earlier_revenue,
        min(ordered_date) as first_ordered_date,
        max(ordered_date) as last_ordered_date
    from aged
    group by 1

),

-- a product of the catalogue has a row before anybody buys it
listed as (

    select
        product_id,
        product_name,
        category
    from products
    union all
    select
        sold.product as product_id,
        sold.product_name,
        cast(null as {{ gtm_tower.type_of('text') }}) as category
    from sold
    left join products on sold.product = products.product_id
    where products.product_id is null

)

select
    listed.product_id,
    coalesce(listed.product_name, '{{ gtm_tower.missing_name() }}') as product_name,
    coalesce(categories.name, '{{ gtm_tower.missing_name() }}') as category,
    {%- for column in counts %}
    coalesce(sold.{{ column }}, 0) as {{ column }},
    {%- endfor %}
    {%- for column in amounts %}
    cast(coalesce(sold.{{ column }}, 0) as {{ gtm_tower.type_of('money') }}) as {{ column }},
    {%- endfor %}
    sold.first_ordered_date,
    sold.last_ordered_date,
    listed.product_id <> '{{ gtm_tower.missing_name() }}' as is_product
from listed
left join sold on listed.product_id = sold.product
left join categories on lower(listed.category) = categories.name_key
