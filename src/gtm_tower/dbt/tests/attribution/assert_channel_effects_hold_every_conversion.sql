{# a row of the result is a conversion type and model whose channels have together other conversions
   than there are, or a channel that Shapley credits otherwise than conversion by conversion #}
with

effects as (

    select * from {{ ref('fct_channel_effects') }}

),

totals as (

    select
        conversion_type,
        model,
        sum(conversions) as conversions
    from effects
    group by 1, 2

),

conversions as (

    select
        conversion_type,
        count(*) as conversions
    from {{ ref('fct_conversions') }}
    group by 1

)

select
    effects.conversion_type,
    effects.channel,
    effects.model,
    effects.conversions,
    effects.attributed_conversions,
    totals.conversions as all_conversions
from effects
inner join totals
    on effects.conversion_type = totals.conversion_type and effects.model = totals.model
inner join conversions on effects.conversion_type = conversions.conversion_type
where
    abs(totals.conversions - conversions.conversions) > 0.000001 * conversions.conversions
    or (
        effects.model = 'shapley'
        and abs(effects.conversions - effects.attributed_conversions)
        > 0.00001 + 0.000001 * effects.conversions
    )
