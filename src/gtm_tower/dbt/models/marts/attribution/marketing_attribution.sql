{% set policies = var('gtm_policies') %}
{% set weights = {'conversion_part': 40, 'value_part': 30, 'acquisition_part': 30} %}

with

returns as (

    select * from {{ ref('int_attribution__campaign_returns') }}

),

-- the sum of the known parts of the score, each at most 100, and of their weights
weighed as (

    select
        returns.*,
        0
        {%- for part, weight in weights.items() %}
        + coalesce({{ weight }} * case when {{ part }} > 100 then 100 else {{ part }} end, 0)
        {%- endfor %} as points,
        0
        {%- for part, weight in weights.items() %}
        + case when {{ part }} is null then 0 else {{ weight }} end
        {%- endfor %} as weight
    from returns

),

scored as (

    select
        weighed.*,
        case when channel <> '(none)' then {{ gtm_tower.ratio('points', 'weight') }} end
            as efficiency_score,
        case
            when not is_paid then 'no spend'
            when
                conversions < {{ policies.min_group_size }}
                and expected_conversions < {{ policies.min_group_size }}
                then 'too small'
            when relative_return >= {{ 1 + policies.performance_band }} then 'High performing'
            when relative_return < {{ 1 - policies.performance_band }} then 'Low performing'
            when relative_return is not null then 'Medium performing'
            else 'too small'
        end as performance_category
    from weighed

)

select
    campaign,
    channel,
    model,
    conversion_type,
    '{{ var("gtm_currency") }}' as currency,
    person_count,
    cast(conversions as {{ gtm_tower.type_of('number') }}) as conversions,
    known_value as value,
    spend,
    roas,
    cpa,
    average_value,
    conversion_rate,
    first_conversion_rate,
    average_days_to_convert,
    efficiency_score,
    performance_category,
    case
        when channel = '(none)' then 'Track more: no touch of these conversions is known.'
        when {{ gtm_tower.is_direct_channel('channel') }}
            then 'Tag links and ask customers: nothing says what brought these.'
        when lower(channel) in ('unknown', '{{ gtm_tower.missing_name() }}')
            then 'Name the channel: nobody knows which one this is.'
        when is_derived and efficiency_score >= 60
            then 'Test it with tracking: such orders do better than others.'
        when is_derived then 'Track orders before acting: the channel is derived by rule.'
        when performance_category = 'no spend' and efficiency_score >= 60
            then 'Do more of it: it does better than others, without known spend.'
        when performance_category = 'no spend' then 'Keep it: no spend on it is known.'
        when performance_category = 'too small' then 'Wait: there is too little to judge by.'
        when performance_category = 'High performing' and roas < 1
            then 'Shift spend to it: it returns more than others, though less than it costs.'
        when performance_category = 'High performing'
            then 'Scale it step by step, as long as the return holds.'
        when performance_category = 'Medium performing'
            then 'Keep it: its return is near that of all with spend.'
        when conversions > 0
            then 'Cut or rework it: its return is well below that of all with spend.'
        else 'Stop or rework it: it costs and brings no conversion.'
    end as recommendation,
    is_derived
from scored
