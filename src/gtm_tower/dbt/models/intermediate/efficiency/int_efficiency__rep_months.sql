{# what each representative won in each month from the first win to the last, and the days #}
{% set roles = {'sdr': 'sdr_id', 'owner': 'owner_id'} %}
{% set text = gtm_tower.type_of('text') %}

with

deals as (

    select * from {{ ref('int_efficiency__won_deals') }}

),

role_deals as (

    {% for role, column in roles.items() -%}
    select
        coalesce({{ column }}, '{{ gtm_tower.missing_name() }}') as rep_id,
        cast('{{ role }}' as {{ text }}) as role,
        {{ column }} is not null as is_rep_known,
        deals.*
    from deals
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

spans as (

    select
        rep_id,
        role,
        is_rep_known,
        min(won_date) as first_date,
        max(won_date) as last_date,
        min(won_month) as first_month,
        max(won_month) as last_month
    from role_deals
    group by 1, 2, 3

),

months as (

    select
        spans.*,
        {{ gtm_tower.add_months('spans.first_month', 'numbers.number') }} as date_month,
        {{ gtm_tower.add_months('spans.first_month', 'numbers.number + 1') }} as next_month
    from spans
    inner join {{ ref('int_core__numbers') }} as numbers
        on numbers.number <= {{ gtm_tower.months_between('spans.first_month', 'spans.last_month') }}

),

-- the day after the last one at work in the month, so that the difference counts both ends
bounded as (

    select
        months.*,
        case when first_date > date_month then first_date else date_month end as from_date,
        case
            when last_date < next_month then cast({{ dbt.dateadd('day', 1, 'last_date') }} as date)
            else next_month
        end as until_date
    from months

),

wins as (

    select
        rep_id,
        role,
        is_rep_known,
        won_month,
        count(*) as won_count,
        {{ gtm_tower.count_where('is_revenue_declared') }} as revenue_declared_count,
        {{ gtm_tower.count_where('is_fast_track') }} as fast_track_count,
        count(days_to_revenue) as timed_won_count,
        sum(days_to_revenue) as sales_days,
        {{ gtm_tower.sum_money('amount') }} as revenue
    from role_deals
    group by 1, 2, 3, 4

)

select
    bounded.rep_id,
    bounded.role,
    bounded.is_rep_known,
    bounded.date_month,
    case
        when bounded.is_rep_known
            then {{ dbt.datediff('bounded.from_date', 'bounded.until_date', 'day') }}
    end as active_days,
    {%- for column in [
        'won_count', 'revenue_declared_count', 'fast_track_count', 'timed_won_count', 'sales_days'
    ] %}
    cast(coalesce(wins.{{ column }}, 0) as {{ gtm_tower.type_of('count') }}) as {{ column }},
    {%- endfor %}
    cast(coalesce(wins.revenue, 0) as {{ gtm_tower.type_of('money') }}) as revenue
from bounded
left join wins
    on
        bounded.rep_id = wins.rep_id
        and bounded.role = wins.role
        and bounded.is_rep_known = wins.is_rep_known
        and bounded.date_month = wins.won_month
