{# each rank, and the value it is by #}
{% set ranks = {
    'high_jackpot_rank': ('high_jackpot_ci_low', 'desc'),
    'cost_rank': ('cost_per_high_jackpot_player', 'asc'),
    'roas_rank': ('roas', 'desc'),
} %}
{% set text_order = [
    gtm_tower.binary_order('campaign'), gtm_tower.binary_order('channel'),
] | join(', ') %}

with

sums as (

    select * from {{ ref('int_jackpot__groups') }}

),

rated as (

    select
        sums.*,
        {{ gtm_tower.ratio('buyer_count', 'member_count') }} as buyer_rate,
        {{ gtm_tower.ratio('high_jackpot_player_count', 'member_count') }} as high_jackpot_rate,
        {%- for end in ['low', 'high'] %}
        {{ gtm_tower.wilson_bound('buyer_count', 'member_count', end) }} as buyer_ci_{{ end }},
        {{ gtm_tower.wilson_bound('high_jackpot_player_count', 'member_count', end) }}
            as high_jackpot_ci_{{ end }},
        {%- endfor %}
        {{ gtm_tower.ratio('spend', 'buyer_count') }} as cost_per_player,
        {{ gtm_tower.ratio('spend', 'high_jackpot_player_count') }}
            as cost_per_high_jackpot_player,
        {{ gtm_tower.ratio('total_revenue', 'spend') }} as roas,
        {{ gtm_tower.ratio('high_jackpot_revenue', 'spend') }} as high_jackpot_roas,
        member_count < {{ var('gtm_policies').min_group_size }} as is_too_small
    from sums

),

-- nobody can put money into what brought no touch
ranked as (

    select
        {%- for rank, (value, direction) in ranks.items() %}
        case
            when not is_too_small and campaign <> '(none)' and {{ value }} is not null
                then row_number() over (
                    partition by
                        touch, is_too_small, campaign = '(none)', {{ value }} is null
                    order by {{ value }} {{ direction }}, {{ text_order }}
                )
        end as {{ rank }},
        {%- endfor %}
        rated.*
    from rated

)

select
    touch,
    campaign,
    channel,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column in [
        'member_count', 'buyer_count', 'high_jackpot_player_count', 'total_revenue',
        'high_jackpot_revenue', 'spend', 'buyer_rate', 'buyer_ci_low', 'buyer_ci_high',
        'high_jackpot_rate', 'high_jackpot_ci_low', 'high_jackpot_ci_high', 'cost_per_player',
        'cost_per_high_jackpot_player', 'roas', 'high_jackpot_roas', 'high_jackpot_rank',
        'cost_rank', 'roas_rank',
    ] %}
    {{ column }},
    {%- endfor %}
    is_too_small
from ranked
