{# the seven scores that make up the LTV score, each 1 to 5 among those who have what it looks at. A
   part is missing, null, where the data does not say; nothing bought or deposited is 0, which is
   known. #}
{% set measures = {'activity': 'active_day_count', 'tenure': 'tenure_days'} %}

with

totals as (

    select * from {{ ref('int_customer__totals') }}

),

deposits as (

    select * from {{ ref('int_customer__deposits') }}

),

segmentation as (

    select * from {{ ref('customer_segmentation') }}

),

-- whether the company has such data at all
known as (

    select
        coalesce(max(totals.product_count), 0) > 0 as has_products,
        coalesce(max(totals.valued_order_count), 0) > 0 as has_amounts,
        count(deposits.customer_id) > 0 as has_deposits
    from totals
    left join deposits on totals.customer_id = deposits.customer_id

),

measured as (

    select
        totals.*,
        deposits.deposit_count,
        deposits.deposit_amount,
        known.has_products,
        known.has_amounts,
        known.has_deposits,
        totals.order_count > 0 as is_buyer,
        totals.product_count > 0 as has_product,
        deposits.customer_id is not null as is_depositor
    from totals
    cross join known
    left join deposits on totals.customer_id = deposits.customer_id

),

ranked as (

    select
        measured.*,
        {%- for name, measure in measures.items() %}
        rank() over (partition by is_buyer order by {{ measure }}) as {{ name }}_place,
        {%- endfor %}
        count(*) over (partition by is_buyer) as buyer_count,
        rank() over (partition by has_product order by product_count) as product_place,
        count(*) over (partition by has_product) as with_product_count,
        rank() over (partition by is_depositor order by deposit_amount) as deposit_place,
        count(*) over (partition by is_depositor) as depositor_count
    from measured

)

select
    ranked.customer_id,
    case when ranked.is_buyer then segmentation.r_score else 0 end as recency_score,
    case when ranked.is_buyer then segmentation.f_score else 0 end as frequency_score,
    case
        when ranked.is_buyer then segmentation.m_score
        when ranked.has_amounts then 0
    end as monetary_score,
    case
        when ranked.is_depositor
            then {{ gtm_tower.rank_score('deposit_place', 'depositor_count') }}
        when ranked.has_deposits then 0
    end as deposits_score,
    case
        when ranked.is_buyer then {{ gtm_tower.rank_score('activity_place', 'buyer_count') }}
        else 0
    end as activity_score,
    case
        when ranked.has_product
            then {{ gtm_tower.rank_score('product_place', 'with_product_count') }}
        when ranked.has_products and not ranked.is_buyer then 0
    end as variety_score,
    case
        when ranked.is_buyer then {{ gtm_tower.rank_score('tenure_place', 'buyer_count') }}
        else 0
    end as tenure_score,
    ranked.deposit_amount,
    ranked.is_buyer,
    ranked.is_depositor
from ranked
inner join segmentation on ranked.customer_id = segmentation.customer_id
