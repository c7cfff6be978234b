{# channels with enough wins by LTV:CAC: fully loaded where that is known of two of them, else by
   media spend alone #}
{% set rule = var('gtm_rules').shift_budget %}
{% set threshold = '%g' | format(rule.threshold) %}
{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}

with

channels as (

    select * from {{ ref('fct_channel_value') }}
    where not is_too_small and ltv_to_cac_upper is not null

),

loaded as (

    select {{ gtm_tower.count_where("cost_basis = 'fully loaded'") }} > 1 as is_loaded
    from channels

),

compared as (

    select channels.*
    from channels
    cross join loaded
    where
        channels.cost_basis = case when loaded.is_loaded then 'fully loaded' else 'media' end

),

budget as (

    select * from {{ ref('fct_budget_recommendation') }}
    where not is_total

),

pairs as (

    select
        compared.*,
        others.channel as other_channel,
        others.ltv_to_cac as other_ltv_to_cac,
        others.ltv_to_cac_lower as other_lower,
        others.ltv_to_cac_upper as other_upper,
        row_number() over (
            partition by compared.channel
            order by others.ltv_to_cac_upper desc, {{ gtm_tower.binary_order('others.channel') }}
        ) as place
    from compared
    inner join compared as others on compared.channel <> others.channel

),

-- beside the one of the others that may be best
paired as (

    select
        pairs.*,
        case
            when budget.marginal_wins_now > 0.001
                then
                    'the next customer won by more media spend would cost '
                    || {{ gtm_tower.amount_text('1000 / budget.marginal_wins_now') }}
                    || ' {{ var("gtm_currency") }} and be worth '
                    || {{ gtm_tower.amount_text('pairs.average_ltv') }}
            when budget.marginal_wins_now >= 0 then 'more media spend would win next to nothing'
        end as next_customer
    from pairs
    left join budget on pairs.channel = budget.channel
    where pairs.place = 1

)

select
    'channel' as subject_kind,
    channel as subject_id,
    cast(null as {{ text }}) as owner_id,
    cast(null as {{ gtm_tower.type_of('count') }}) as icp_profile_score,
    ltv_to_cac as evidence_value,
    {{ rule.threshold }} * other_upper as evidence_threshold,
    'LTV:CAC, ' || cost_basis as evidence_unit,
    ltv_to_cac_lower as evidence_lower,
    ltv_to_cac_upper as evidence_upper,
    won_with_ltv_count as evidence_n,
    other_ltv_to_cac as base_value,
    'Customers won by ' || channel || ' are worth ' || {{ gtm_tower.number_text('ltv_to_cac', 1) }}
    || ' times their cost, ' || cost_basis || ' (n = ' || cast(won_with_ltv_count as {{ text }})
    || ', 95% interval ' || {{ gtm_tower.number_text('ltv_to_cac_lower', 1) }} || ' to '
    || {{ gtm_tower.number_text('ltv_to_cac_upper', 1) }} || '), those of ' || other_channel || ' '
    || {{ gtm_tower.number_text('other_ltv_to_cac', 1) }} || ' times ('
    || {{ gtm_tower.number_text('other_lower', 1) }} || ' to '
    || {{ gtm_tower.number_text('other_upper', 1) }} || ')'
    || coalesce('; by its curve ' || next_customer, '') || '.' as explanation,
    ltv_to_cac_lower > {{ rule.threshold }} * other_upper as is_fired
from paired
