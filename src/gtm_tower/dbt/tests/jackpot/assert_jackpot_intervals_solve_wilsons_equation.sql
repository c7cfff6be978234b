{# a row of the result is a group whose interval does not hold its rate, or one of whose ends L
   does not solve (p - L)² = z² L (1 - L) / n #}
{% set rates = {'buyer': 'buyer_count', 'high_jackpot': 'high_jackpot_player_count'} %}

with

ends as (

    {% for rate, part in rates.items() -%}
    {%- for end, is_inner in [('low', '> 0'), ('high', '< member_count')] -%}
    select
        touch,
        campaign,
        channel,
        {{ rate }}_rate as rate,
        member_count,
        {{ rate }}_ci_{{ end }} as bound,
        '{{ end }}' as side,
        {{ part }} {{ is_inner }} as is_inner
    from {{ ref('high_jackpot_analysis') }}
    where member_count > 0
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    touch,
    campaign,
    channel
from ends
where
    bound is null
    or bound < 0
    or bound > 1
    or (side = 'low' and bound > rate)
    or (side = 'high' and bound < rate)
    or (
        is_inner
        and abs(
            (rate - bound) * (rate - bound)
            - 1.959963984540054 * 1.959963984540054 * bound * (1 - bound) / member_count
        ) > 0.000000001
    )
