{% set policies = var('gtm_policies') %}
{% set rfm_parts = ['recency', 'frequency', 'monetary'] %}
{% set behaviour_parts = ['deposits', 'activity', 'variety', 'tenure'] %}
{% set parts = rfm_parts + behaviour_parts %}

with

scores as (

    select * from {{ ref('int_customer__ltv_parts') }}

),

totals as (

    select * from {{ ref('int_customer__totals') }}

),

-- a missing part counts neither above nor below
weighed as (

    select
        scores.*,
        {%- for group, names in {'rfm': rfm_parts, 'behaviour': behaviour_parts}.items() %}
        {%- for name in names %}
        {{ '+ ' if not loop.first }}coalesce(
            scores.{{ name }}_score * {{ policies['ltv_weight_' ~ name] }}, 0
        )
        {%- endfor %} as {{ group }}_weighted,
        {%- for name in names %}
        {{ '+ ' if not loop.first }}case
            when scores.{{ name }}_score is null then 0 else {{ policies['ltv_weight_' ~ name] }}
        end
        {%- endfor %} as {{ group }}_weight,
        {%- endfor %}
        {%- for name in parts %}
        {{ '|| ' if not loop.first }}case
            when scores.{{ name }}_score is null then ', {{ name }}' else ''
        end
        {%- endfor %} as missing_list
    from scores

),

scored as (

    select
        weighed.*,
        {%- for group in ['rfm', 'behaviour'] %}
        {{ gtm_tower.ratio('20 * ' ~ group ~ '_weighted', group ~ '_weight') }}
            as {{ group }}_points,
        {%- endfor %}
        {{ gtm_tower.ratio(
            '20 * (rfm_weighted + behaviour_weighted)', 'rfm_weight + behaviour_weight'
        ) }} as ltv_score
    from weighed

),

tiered as (

    select
        scored.*,
        case
            when ltv_score >= {{ policies.vip_diamond_score }} then 'Diamond'
            when ltv_score >= {{ policies.vip_gold_score }} then 'Gold'
            when ltv_score >= {{ policies.vip_silver_score }} then 'Silver'
            else 'Standard'
        end as vip_tier
    from scored

)

select
    tiered.customer_id,
    tiered.vip_tier,
    case
        when not tiered.is_buyer and not tiered.is_depositor then 'Welcome Offer'
        when not tiered.is_buyer then 'First Purchase Bonus'
        when tiered.vip_tier in ('Diamond', 'Gold') and tiered.recency_score <= 2
            then 'VIP Win-back'
        when tiered.vip_tier in ('Diamond', 'Gold') then 'VIP Reward'
        when tiered.recency_score <= 2 then 'Win-back'
        when totals.order_count = 1 then 'Second Purchase'
        when tiered.variety_score <= 2 then 'Try Something New'
        else 'Loyalty Bonus'
    end as promotion_category,
    nullif(substr(tiered.missing_list, 3), '') as missing_parts,
    tiered.ltv_score,
    tiered.rfm_points,
    tiered.behaviour_points,
    {%- for name in parts %}
    cast(tiered.{{ name }}_score as {{ gtm_tower.type_of('count') }}) as {{ name }}_score,
    {%- endfor %}
    cast(tiered.rfm_weight + tiered.behaviour_weight as {{ gtm_tower.type_of('count') }})
        as known_weight,
    '{{ var("gtm_currency") }}' as currency,
    cast(totals.revenue as {{ gtm_tower.type_of('money') }}) as lifetime_value,
    tiered.deposit_amount,
    totals.order_count,
    totals.active_day_count,
    totals.product_count,
    cast(totals.tenure_days as {{ gtm_tower.type_of('count') }}) as tenure_days,
    tiered.is_buyer,
    tiered.is_depositor
from tiered
inner join totals on tiered.customer_id = totals.customer_id
