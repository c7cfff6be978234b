with

channel_values as (

    select * from {{ ref('int_efficiency__channel_values') }}

),

intervals as (

    select * from {{ source('stats', 'channel_values') }}

),

measured as (

    select
        channel_values.*,
        {{ gtm_tower.ratio('ltv', 'won_with_ltv_count') }} as average_ltv,
        {{ gtm_tower.ratio('cost', 'won_count') }} as cac
    from channel_values

)

select
    measured.channel,
    measured.cost_basis,
    '{{ var("gtm_currency") }}' as currency,
    measured.cost,
    measured.won_count,
    measured.won_with_ltv_count,
    measured.ltv,
    measured.cac,
    measured.average_ltv,
    {{ gtm_tower.ratio('measured.average_ltv', 'measured.cac') }} as ltv_to_cac,
    cast(intervals.ltv_to_cac_lower as {{ gtm_tower.type_of('number') }}) as ltv_to_cac_lower,
    cast(intervals.ltv_to_cac_upper as {{ gtm_tower.type_of('number') }}) as ltv_to_cac_upper,
    coalesce(measured.won_with_ltv_count, 0) < {{ var('gtm_policies').min_group_size }}
        as is_too_small
from measured
left join intervals
    on
        measured.channel = intervals.channel
        and measured.cost_basis = intervals.cost_basis
