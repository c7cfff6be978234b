with

counts as (

    select * from {{ ref('int_sales__segment_counts') }}

),

rates as (

    select * from {{ source('stats', 'icp_segments') }}

),

everybody as (

    select {{ gtm_tower.ratio('won_count', 'lead_count') }} as base_rate
    from counts
    where segment_level = 0

),

segments as (

    select
        counts.*,
        coalesce('; cuisine ' || counts.cuisine, '')
        || coalesce('; locations ' || counts.location_band, '')
        || coalesce('; ordering tool ' || counts.ordering_tool, '') as described,
        {{ gtm_tower.ratio('counts.won_count', 'counts.lead_count') }} as conversion_rate,
        {{ gtm_tower.ratio('counts.ltv', 'counts.ltv_lead_count') }} as average_ltv,
        {{ gtm_tower.ratio('counts.allocated_cost', 'counts.costed_won_count') }} as cac,
        counts.lead_count < {{ var('gtm_policies').min_group_size }} as is_too_small,
        coalesce(counts.cuisine = '{{ gtm_tower.missing_name() }}', false)
        or coalesce(counts.location_band = '{{ gtm_tower.missing_name() }}', false)
        or coalesce(counts.ordering_tool = '{{ gtm_tower.missing_name() }}', false)
            as has_unknown,
        everybody.base_rate,
        {%- for column in ['shrunk_rate', 'shrunk_lower', 'shrunk_upper', 'prior_strength'] %}
        cast(rates.{{ column }} as {{ gtm_tower.type_of('number') }}) as {{ column }},
        {%- endfor %}
        cast(rates.is_prior_fitted as {{ gtm_tower.type_of('boolean') }}) as is_prior_fitted
    from counts
    cross join everybody
    left join rates
        on
            coalesce(counts.cuisine, '') = coalesce(rates.cuisine, '')
            and coalesce(counts.location_band, '') = coalesce(rates.location_band, '')
            and coalesce(counts.ordering_tool, '') = coalesce(rates.ordering_tool, '')
    where counts.segment_level > 0

),

named as (

    select
        segments.*,
        substr(described, 3) as segment
    from segments

)

select
    segment,
    cast(segment_level as {{ gtm_tower.type_of('count') }}) as segment_level,
    cuisine,
    location_band,
    ordering_tool,
    '{{ var("gtm_currency") }}' as currency,
    case
        when not is_too_small and not has_unknown
            then row_number() over (
                partition by is_too_small, has_unknown
                order by shrunk_lower desc, lead_count desc, {{ gtm_tower.binary_order('segment') }}
            )
    end as segment_rank,
    lead_count,
    won_count,
    conversion_rate,
    base_rate,
    shrunk_rate,
    shrunk_lower,
    shrunk_upper,
    prior_strength,
    {{ gtm_tower.ratio('shrunk_rate', 'base_rate') }} as lift,
    ltv_lead_count,
    average_ltv,
    shrunk_rate * average_ltv as expected_value_per_lead,
    costed_lead_count,
    costed_won_count,
    cast(
        case when costed_lead_count > 0 then allocated_cost end as {{ gtm_tower.type_of('money') }}
    ) as allocated_cost,
    cac,
    is_prior_fitted,
    has_unknown,
    is_too_small
from named
