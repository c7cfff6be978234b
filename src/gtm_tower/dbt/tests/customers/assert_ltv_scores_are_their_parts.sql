{# a row of the result is a customer whose LTV score is not that of its parts that are known, by the
   weights of the policies, or whose tier or missing parts do not go with it #}
{% set policies = var('gtm_policies') %}
{% set parts = [
    'recency', 'frequency', 'monetary', 'deposits', 'activity', 'variety', 'tenure'
] %}

with

parts as (

    {% for part in parts -%}
    select
        customer_id,
        {{ part }}_score as score,
        {{ policies['ltv_weight_' ~ part] }} as weight
    from {{ ref('customer_ltv_scoring') }}
    where {{ part }}_score is not null
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

wanted as (

    select
        customer_id,
        sum(score * weight) as weighted,
        sum(weight) as weight,
        count(*) as part_count
    from parts
    group by 1

),

scores as (

    select * from {{ ref('customer_ltv_scoring') }}

)

select
    scores.customer_id,
    scores.ltv_score,
    scores.vip_tier,
    scores.missing_parts,
    wanted.weighted,
    wanted.weight
from scores
left join wanted on scores.customer_id = wanted.customer_id
where
    abs(scores.ltv_score * wanted.weight - 20 * wanted.weighted) > 0.000001
    or wanted.weight <> scores.known_weight
    or (scores.missing_parts is null) <> (wanted.part_count = {{ parts | length }})
    or scores.vip_tier <> case
        when scores.ltv_score >= {{ policies.vip_diamond_score }} then 'Diamond'
        when scores.ltv_score >= {{ policies.vip_gold_score }} then 'Gold'
        when scores.ltv_score >= {{ policies.vip_silver_score }} then 'Silver'
        else 'Standard'
    end
