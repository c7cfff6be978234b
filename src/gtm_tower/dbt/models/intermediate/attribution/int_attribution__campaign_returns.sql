{# every campaign beside all campaigns of its conversion type and model: those with spend for the
   return, those with a touch for the parts of the score #}
{% set parts = {
    'conversion_part': 'conversion_rate', 'value_part': 'average_value',
    'acquisition_part': 'first_conversion_rate',
} %}

with

credits as (

    select * from {{ ref('int_attribution__campaign_credits') }}

),

-- where a type has values, what has no conversions has brought in 0
valued as (

    select
        credits.*,
        max(value) over (partition by conversion_type, model) is not null as has_value,
        coalesce(spend, 0) > 0 as is_paid
    from credits

),

known as (

    select
        valued.*,
        cast(
            case when has_value and conversions = 0 then 0 else value end
            as {{ gtm_tower.type_of('money') }}
        ) as known_value
    from valued

),

measured as (

    select
        known.*,
        {{ gtm_tower.ratio('known_value', 'spend') }} as roas,
        {{ gtm_tower.ratio('spend', 'conversions') }} as cpa,
        {{ gtm_tower.ratio('credited_days', 'conversions') }} as average_days_to_convert,
        {{ gtm_tower.ratio('known_value', 'valued_conversions') }} as average_value,
        {{ gtm_tower.ratio('conversions', 'spend') }} as conversions_per_spend,
        {{ gtm_tower.ratio('conversions', 'person_count') }} as conversion_rate,
        {{ gtm_tower.ratio('first_conversions', 'conversions') }} as first_conversion_rate
    from known

),

-- what has a touch for the score, what has spend for the return
totals as (

    select
        conversion_type,
        model,
        {{ gtm_tower.ratio(
            gtm_tower.sum_parts("case when channel <> '(none)' then conversions end"),
            'sum(person_count)'
        ) }} as conversion_rate,
        {{ gtm_tower.ratio('sum(known_value)', gtm_tower.sum_parts('valued_conversions')) }}
            as average_value,
        {{ gtm_tower.ratio(
            gtm_tower.sum_parts('first_conversions'), gtm_tower.sum_parts('conversions')
        ) }} as first_conversion_rate,
        {{ gtm_tower.ratio(
            'sum(case when is_paid then known_value end)', 'sum(case when is_paid then spend end)'
        ) }} as roas,
        {{ gtm_tower.ratio(
            gtm_tower.sum_parts('case when is_paid then conversions end'),
            'sum(case when is_paid then spend end)'
        ) }} as conversions_per_spend
    from measured
    group by 1, 2

),

compared as (

    select
        measured.*,
        case
            when measured.has_value then {{ gtm_tower.ratio('measured.roas', 'totals.roas') }}
            else {{ gtm_tower.ratio(
                'measured.conversions_per_spend', 'totals.conversions_per_spend'
            ) }}
        end as relative_return,
        {%- for part, measure in parts.items() %}
        50 * {{ gtm_tower.ratio('measured.' ~ measure, 'totals.' ~ measure) }} as {{ part }},
        {%- endfor %}
        coalesce(measured.spend * totals.conversions_per_spend, 0) as expected_conversions
    from measured
    inner join totals
        on
            measured.conversion_type = totals.conversion_type
            and measured.model = totals.model

)

select * from compared
