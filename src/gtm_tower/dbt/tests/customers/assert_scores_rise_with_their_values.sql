{# a row of the result is a pair of scores that are out of order: a value has two scores, or a lower
   score reaches as high a value as a higher one #}
{% set marts = {
    'recency': ['customer_segmentation', 'r_score', '-recency_days'],
    'frequency': ['customer_segmentation', 'f_score', 'frequency'],
    'monetary': ['customer_segmentation', 'm_score', 'monetary'],
    'deposits': ['customer_ltv_scoring', 'deposits_score', 'deposit_amount'],
    'activity': ['customer_ltv_scoring', 'activity_score', 'active_day_count'],
    'variety': ['customer_ltv_scoring', 'variety_score', 'product_count'],
    'tenure': ['customer_ltv_scoring', 'tenure_score', 'tenure_days'],
} %}

with

bounds as (

    {% for name, (mart, score, value) in marts.items() -%}
    select
        '{{ name }}' as score_name,
        {{ score }} as score,
        cast(min({{ value }}) as {{ gtm_tower.type_of('number') }}) as lowest,
        cast(max({{ value }}) as {{ gtm_tower.type_of('number') }}) as highest
    from {{ ref(mart) }}
    where {{ score }} > 0
    group by 2
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    lower_scores.score_name,
    lower_scores.score as lower_score,
    higher_scores.score as higher_score,
    lower_scores.highest,
    higher_scores.lowest
from bounds as lower_scores
inner join bounds as higher_scores
    on
        lower_scores.score_name = higher_scores.score_name
        and lower_scores.score < higher_scores.score
where lower_scores.highest >= higher_scores.lowest
