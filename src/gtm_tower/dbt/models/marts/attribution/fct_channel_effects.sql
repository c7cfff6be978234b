with

effects as (

    select * from {{ source('stats', 'channel_effects') }}

),

channels as (

    select * from {{ ref('int_attribution__channels') }}

),

attribution as (

    select * from {{ ref('fct_attribution') }}
    where model in ('markov', 'shapley')

),

attributed as (

    select
        attribution.conversion_type,
        coalesce(channels.label, attribution.channel) as channel,
        attribution.model,
        {{ gtm_tower.sum_parts('attribution.credit') }} as conversions,
        cast(sum(attribution.value) as {{ gtm_tower.type_of('money') }}) as value
    from attribution
    left join channels
        on
            attribution.channel = channels.channel
            and attribution.is_derived = channels.is_derived
    group by 1, 2, 3

)

select
    effects.conversion_type,
    effects.channel,
    effects.model,
    '{{ var("gtm_currency") }}' as currency,
    effects.path_count,
    cast(effects.effect as {{ gtm_tower.type_of('number') }}) as removal_effect,
    cast(effects.conversions as {{ gtm_tower.type_of('number') }}) as conversions,
    cast(effects.conversions_error as {{ gtm_tower.type_of('number') }}) as conversions_error,
    cast(effects.value as {{ gtm_tower.type_of('money') }}) as value,
    cast(effects.value_error as {{ gtm_tower.type_of('number') }}) as value_error,
    case
        when effects.model in ('markov', 'shapley') then coalesce(attributed.conversions, 0)
    end as attributed_conversions,
    attributed.value as attributed_value,
    effects.method
from effects
left join attributed
    on
        effects.conversion_type = attributed.conversion_type
        and effects.channel = attributed.channel
        and effects.model = attributed.model
