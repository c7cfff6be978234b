{# the open pipeline of each channel and of all; its other three parts are of the deals closed in
   the 12 months up to as_of #}
{% set channels = [('opportunities.acquisition_channel', 'false'), ("'all'", 'true')] %}
{% set averages = {'amount': 'amount', 'ltv': 'estimated_ltv', 'cycle': 'sales_cycle_days'} %}
{% set speeds = {'wins': '1', 'velocity': 'average_amount', 'ltv_velocity': 'average_ltv'} %}

with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

-- what a lead is worth is said of one deal, the one it became
lead_values as (

    select * from {{ ref('int_lead_value') }}
    where opportunity_id is not null

),

deals as (

    {% for channel, is_total in channels -%}
    select
        {{ channel }} as channel,
        {{ is_total }} as is_total,
        opportunities.state,
        opportunities.amount,
        opportunities.sales_cycle_days,
        lead_values.estimated_ltv,
        opportunities.closed_date
        > cast({{ dbt.dateadd('month', -12, gtm_tower.as_of()) }} as date) as is_recent
    from opportunities
    left join lead_values on opportunities.opportunity_id = lead_values.opportunity_id
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

counts as (

    select
        channel,
        is_total,
        {{ gtm_tower.count_where("state = 'open'") }} as open_count,
        {{ gtm_tower.count_where("state = 'lost'") }} > 0 as is_lost_recorded,
        {{ gtm_tower.count_where('is_recent') }} as closed_count,
        {{ gtm_tower.count_where("is_recent and state = 'won'") }} as won_count
    from deals
    group by 1, 2

),

wins as (

    select
        channel,
        {%- for name, column in averages.items() %}
        count({{ column }}) as won_with_{{ name }}_count,
        sum({{ column }}) as won_{{ name }},
        {%- endfor %}
        is_total
    from deals
    where state = 'won' and is_recent
    group by channel, is_total

),

parts as (

    select
        counts.*,
        case
            when counts.is_lost_recorded
                then {{ gtm_tower.ratio('counts.won_count', 'counts.closed_count') }}
        end as win_rate,
        {%- for name in averages %}
        coalesce(wins.won_with_{{ name }}_count, 0) as won_with_{{ name }}_count,
        wins.won_{{ name }},
        {{ gtm_tower.ratio('wins.won_' ~ name, 'wins.won_with_' ~ name ~ '_count') }}
            as average_{{ name }},
        {%- endfor %}
        counts.closed_count < {{ var('gtm_policies').min_group_size }} as is_too_small
    from counts
    left join wins on counts.channel = wins.channel and counts.is_total = wins.is_total

)

select
    channel as acquisition_channel,
    '{{ var("gtm_currency") }}' as currency,
    open_count,
    closed_count,
    won_count,
    win_rate,
    {%- for name in ['amount', 'ltv'] %}
    won_with_{{ name }}_count,
    {{ gtm_tower.split_money('won_' ~ name, 'nullif(won_with_' ~ name ~ '_count, 0)') }}
        as average_{{ name }},
    {%- endfor %}
    won_with_cycle_count,
    average_cycle as average_cycle_days,
    {%- for name, value in speeds.items() %}
    case
        when not is_too_small
            then {{ gtm_tower.ratio('open_count * win_rate * ' ~ value, 'average_cycle') }}
    end as {{ name }}_per_day,
    {%- endfor %}
    is_total,
    is_lost_recorded,
    is_too_small
from parts
