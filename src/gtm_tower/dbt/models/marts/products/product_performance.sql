{% set policies = var('gtm_policies') %}

with

products as (

    select * from {{ ref('int_products__statuses') }}

),

methods as (

    select * from {{ ref('int_products__methods') }}

),

companions as (

    select * from {{ ref('int_products__companions') }}

),

-- every customer with an order has one first order
totals as (

    select
        sum(total_revenue) as revenue_of_all,
        sum(new_customer_count) as customers_of_all
    from products

),

rated as (

    select
        products.*,
        methods.preferred_method,
        methods.second_method,
        companions.companion_product_id,
        bought_along.product_name as companion_product_name,
        companions.companion_lift,
        {{ gtm_tower.ratio('products.total_revenue', 'totals.revenue_of_all') }}
            as revenue_share_rate,
        {{ gtm_tower.ratio('products.customer_count', 'totals.customers_of_all') }}
            as penetration_rate,
        {{ gtm_tower.ratio('methods.preferred_method_count', 'methods.method_order_count') }}
            as preferred_method_rate,
        {{ gtm_tower.ratio('methods.second_method_count', 'methods.method_order_count') }}
            as second_method_rate,
        {{ gtm_tower.ratio('products.promotional_amount', 'products.paid_amount') }}
            as promotional_rate
    from products
    cross join totals
    left join methods on products.product_id = methods.product_id
    left join companions on products.product_id = companions.product_id
    left join products as bought_along
        on companions.companion_product_id = bought_along.product_id

)

select
    product_id,
    product_name,
    category,
    abc_category,
    product_status,
    lifecycle_stage,
    case
        when product_status = 'Star' then 'Lead campaigns with it and keep it in stock'
        when product_status = 'Cash Cow' then 'Keep it in stock; more budget adds little'
        when product_status = 'Problem' and is_returned_often
            then 'Find out why it comes back before advertising it'
        when product_status = 'Problem' then 'Small and gaining share: try it with a limited budget'
        when product_status = 'Declining' then 'Stop advertising it; bundle it or sell it off'
        else 'None: ' || product_status
    end
    || case
        when
            is_product
            and not is_too_small
            and promotional_rate > {{ policies.max_promotional_share }}
            then '; see how it sells without promotions'
        else ''
    end as marketing_recommendation,
    preferred_method,
    second_method,
    companion_product_id,
    companion_product_name,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column in [
        'order_count', 'known_amount_count', 'paid_order_count', 'total_revenue',
        'revenue_share_rate', 'revenue_rank', 'share_before_rate', 'returned_order_count',
        'returned_revenue', 'return_rate', 'customer_count', 'penetration_rate',
        'new_customer_count', 'preferred_method_rate', 'second_method_rate', 'paid_amount',
        'promotional_amount', 'promotional_rate', 'recent_order_count', 'earlier_order_count',
        'recent_revenue', 'earlier_revenue', 'growth_rate', 'companion_lift',
        'is_gaining_share', 'is_too_small', 'is_product', 'first_ordered_date',
    ] %}
    {{ column }},
    {%- endfor %}
    last_ordered_date
from rated
