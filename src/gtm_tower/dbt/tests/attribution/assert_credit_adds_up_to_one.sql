{# a row of the result is a conversion whose credit does not add up to 1 in a model, or whose value
   is not shared out to the cent, or one that a model leaves out #}
with

conversions as (

    select * from {{ ref('fct_conversions') }}

),

models as (

    select distinct model from {{ ref('fct_attribution') }}

),

credits as (

    select
        conversion_id,
        model,
        sum(credit) as credit,
        sum(value) as value
    from {{ ref('fct_attribution') }}
    group by 1, 2

)

select
    conversions.conversion_id,
    models.model,
    conversions.value,
    credits.credit,
    credits.value as attributed_value
from conversions
cross join models
left join credits
    on conversions.conversion_id = credits.conversion_id and models.model = credits.model
where
    credits.credit is null
    or abs(credits.credit - 1) > 0.000000001
    or coalesce(credits.value, 0) <> coalesce(conversions.value, 0)
    or (credits.value is null) <> (conversions.value is null)
