{% set groups = ['date_month', 'segment', 'region', 'acquisition_channel'] %}
{% set events = ['created', 'won', 'lost', 'open'] %}
{% set horizon_days = var('gtm_policies').win_rate_horizon_days %}

with

opportunity_months as (

    select * from {{ ref('int_sales__opportunity_months') }}

),

-- places among the deals with a cycle only
ranked as (

    select
        opportunity_months.*,
        row_number() over (
            partition by {{ groups | join(', ') }}, won_cycle_days is null order by won_cycle_days
        ) as place,
        count(won_cycle_days) over (partition by {{ groups | join(', ') }}) as size
    from opportunity_months

),

totals as (

    select
        {{ groups | join(', ') }},
        {%- for event in events %}
        {{ gtm_tower.count_where('is_' ~ event) }} as {{ event }}_count,
        {{ gtm_tower.sum_where('amount', 'is_' ~ event) }} as {{ event }}_amount,
        {%- endfor %}
        {{ gtm_tower.count_where('is_created and amount is null') }}
            as created_without_amount_count,
        sum(out_of_order) as out_of_order_count,
        {{ gtm_tower.sum_money('amount * out_of_order') }} as out_of_order_amount,
        {{ gtm_tower.count_where('is_won_of_cohort') }} as cohort_won_count,
        sum(won_cycle_days) as won_cycle_days,
        count(won_cycle_days) as won_cycle_count,
        {{ gtm_tower.median('won_cycle_days') }} as median_won_cycle_days
    from ranked
    group by {{ groups | join(', ') }}

),

-- every group keeps its row in every month since the first with an opportunity
names as (

    select
        segment,
        region,
        acquisition_channel,
        min(min(date_month)) over () as data_start,
        max(count(amount)) over () > 0 as is_amount_recorded
    from opportunity_months
    group by 1, 2, 3

),

spine as (

    select
        months.date_month,
        names.segment,
        names.region,
        names.acquisition_channel,
        names.is_amount_recorded,
        record.is_lost_recorded,
        record.has_only_wins,
        {{ dbt.datediff('months.next_month', gtm_tower.as_of(), 'day') }} + 1 >= {{ horizon_days }}
            as is_mature
    from names
    inner join {{ ref('int_core__months') }} as months on months.date_month >= names.data_start
    -- what the company as a whole records: of wins alone a share says nothing
    inner join {{ ref('int_sales__win_periods') }} as record
        on record.is_total and record.date_month is null

)

select
    {%- for column in groups %}
    spine.{{ column }},
    {%- endfor %}
    '{{ var("gtm_currency") }}' as currency,
    {%- for event in events %}
    coalesce(totals.{{ event }}_count, 0) as {{ event }}_count,
    cast(coalesce(totals.{{ event }}_amount, 0) as {{ gtm_tower.type_of('money') }})
        as {{ event }}_amount,
    {%- endfor %}
    coalesce(totals.created_without_amount_count, 0) as created_without_amount_count,
    cast(coalesce(totals.out_of_order_count, 0) as {{ gtm_tower.type_of('count') }})
        as out_of_order_count,
    cast(coalesce(totals.out_of_order_amount, 0) as {{ gtm_tower.type_of('money') }})
        as out_of_order_amount,
    case
        when spine.is_lost_recorded
            then {{ gtm_tower.ratio('totals.won_count', 'totals.won_count + totals.lost_count') }}
    end as closed_win_rate,
    case when spine.is_mature then coalesce(totals.cohort_won_count, 0) end as cohort_won_count,
    case
        when spine.is_mature and not spine.has_only_wins
            then {{ gtm_tower.ratio('totals.cohort_won_count', 'totals.created_count') }}
    end as cohort_win_rate,
    cast(coalesce(totals.won_cycle_days, 0) as {{ gtm_tower.type_of('count') }}) as won_cycle_days,
    coalesce(totals.won_cycle_count, 0) as won_cycle_count,
    {{ gtm_tower.ratio('totals.won_cycle_days', 'totals.won_cycle_count') }}
        as average_won_cycle_days,
    totals.median_won_cycle_days,
    spine.is_mature,
    spine.is_amount_recorded,
    spine.is_lost_recorded,
    spine.has_only_wins
from spine
left join totals
    on
    {%- for column in groups %}
        spine.{{ column }} = totals.{{ column }}{% if not loop.last %} and{% endif %}
    {%- endfor %}
