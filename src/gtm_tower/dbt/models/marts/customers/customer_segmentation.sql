{# each customer's recency, frequency and value against those of all customers with an order #}
with

totals as (

    select * from {{ ref('int_customer__totals') }}

),

buyers as (

    select
        *,
        valued_order_count > 0 as is_valued
    from totals
    where order_count > 0

),

-- equal values have equal ranks; who bought last of all has the highest for recency
ranked as (

    select
        buyers.*,
        rank() over (order by last_order_date) as recency_place,
        rank() over (order by order_count) as frequency_place,
        rank() over (partition by is_valued order by revenue) as monetary_place,
        count(*) over () as buyer_count,
        count(*) over (partition by is_valued) as valued_count
    from buyers

),

scored as (

    select
        customer_id,
        is_valued,
        {{ gtm_tower.rank_score('recency_place', 'buyer_count') }} as r_score,
        {{ gtm_tower.rank_score('frequency_place', 'buyer_count') }} as f_score,
        case when is_valued then {{ gtm_tower.rank_score('monetary_place', 'valued_count') }} end
            as m_score
    from ranked

),

segmented as (

    select
        scored.*,
        {{ gtm_tower.segment_of('r_score', 'f_score', 'm_score') }} as segment,
        {{ gtm_tower.segment_of('r_score', 'f_score', 'm_score', 'action') }} as action
    from scored

)

select
    totals.customer_id,
    case
        when segmented.customer_id is null then 'no orders'
        when not segmented.is_valued then 'value unknown'
        else 'scored'
    end as score_state,
    case
        when segmented.customer_id is null then 'No Orders'
        when not segmented.is_valued then 'Value Unknown'
        else segmented.segment
    end as segment,
    case
        when segmented.customer_id is null
            then 'Welcome them, and help them to a first order'
        when not segmented.is_valued then 'Find out what their orders were worth'
        else segmented.action
    end as recommended_action,
    cast(segmented.r_score as {{ gtm_tower.type_of('text') }})
    || cast(segmented.f_score as {{ gtm_tower.type_of('text') }})
    || cast(segmented.m_score as {{ gtm_tower.type_of('text') }}) as rfm_cell,
    segmented.r_score,
    segmented.f_score,
    segmented.m_score,
    segmented.r_score + segmented.f_score + segmented.m_score as rfm_total,
    cast(totals.days_since_last_order as {{ gtm_tower.type_of('count') }}) as recency_days,
    totals.order_count as frequency,
    '{{ var("gtm_currency") }}' as currency,
    cast(totals.revenue as {{ gtm_tower.type_of('money') }}) as monetary,
    totals.last_order_date
from totals
left join segmented on totals.customer_id = segmented.customer_id
