{% set text, number = gtm_tower.type_of('text'), gtm_tower.type_of('number') %}
{% set count, boolean = gtm_tower.type_of('count'), gtm_tower.type_of('boolean') %}
{% set figures = [
    'expected_wins_now', 'expected_wins_then', 'expected_gain', 'marginal_wins_now',
    'marginal_wins_then', 'wins_at_stake',
] %}

with

budget as (

    select * from {{ source('stats', 'budget') }}

)

select
    {%- for column in ['channel', 'method', 'statement'] %}
    cast(budget.{{ column }} as {{ text }}) as {{ column }},
    {%- endfor %}
    '{{ var("gtm_currency") }}' as currency,
    {%- for column in ['current_spend', 'recommended_spend', 'shift'] %}
    cast(budget.{{ column }} as {{ gtm_tower.type_of('money') }}) as {{ column }},
    {%- endfor %}
    cast(budget.month_count as {{ count }}) as month_count,
    cast(budget.won_count as {{ count }}) as won_count,
    {%- for figure in figures %}
    {%- for end in ['', '_lower', '_upper'] %}
    cast(budget.{{ figure }}{{ end }} as {{ number }}) as {{ figure }}{{ end }},
    {%- endfor %}
    {%- endfor %}
    cast(budget.is_total as {{ boolean }}) as is_total,
    cast(budget.is_media_channel as {{ boolean }}) as is_media_channel,
    cast(budget.is_beyond_seen as {{ boolean }}) as is_beyond_seen
from budget
