{# a row of the result is a conversion type and model whose campaigns have together other
   conversions or another value than the conversions #}
with

campaigns as (

    select
        conversion_type,
        model,
        sum(conversions) as conversions,
        coalesce(sum(value), 0) as value
    from {{ ref('marketing_attribution') }}
    group by 1, 2

),

conversions as (

    select
        conversion_type,
        count(*) as conversions,
        coalesce(sum(value), 0) as value
    from {{ ref('fct_conversions') }}
    group by 1

)

select
    conversions.conversion_type,
    campaigns.model,
    conversions.conversions,
    campaigns.conversions as attributed_conversions,
    conversions.value,
    campaigns.value as attributed_value
from conversions
left join campaigns on conversions.conversion_type = campaigns.conversion_type
where
    campaigns.model is null
    or abs(campaigns.conversions - conversions.conversions)
    > 0.000001 * conversions.conversions
    or campaigns.value <> conversions.value
