{# what every channel cost in every month since the first with anything, dense, and the costs that
   the wins of the month are set against #}
{% set lag_months = var('gtm_policies').cac_lag_months %}

with

costs as (

    select
        channel,
        date_month,
        sum(case when cost_type = 'media' then amount end) as media_spend,
        sum(case when cost_type <> 'media' then amount end) as sales_cost
    from {{ ref('int_channel_spend') }}
    group by 1, 2

),

seen as (

    select
        channel,
        date_month,
        case when media_spend is not null then date_month end as media_month,
        case when sales_cost is not null then date_month end as sales_cost_month
    from costs
    union all
    select
        channel,
        date_month,
        cast(null as date) as media_month,
        cast(null as date) as sales_cost_month
    from {{ ref('int_efficiency__reporting_counts') }}

),

-- what is known of each kind of cost begins with its first line, of any channel
channels as (

    select
        channel,
        max(media_month) is not null as has_media_data,
        max(sales_cost_month) is not null as has_sales_cost_data,
        min(min(date_month)) over () as first_month,
        case when max(media_month) is not null then min(min(media_month)) over () end
            as media_known_from,
        case when max(sales_cost_month) is not null then min(min(sales_cost_month)) over () end
            as sales_cost_known_from
    from seen
    group by 1

),

channel_months as (

    select
        channels.*,
        {{ gtm_tower.add_months('channels.first_month', 'numbers.number') }} as date_month
    from channels
    inner join {{ ref('int_core__numbers') }} as numbers
        on
            numbers.number
            <= {{ gtm_tower.months_between('channels.first_month', gtm_tower.as_of_month()) }}

),

known as (

    select
        channel_months.channel,
        channel_months.date_month,
        channel_months.has_media_data,
        channel_months.has_sales_cost_data,
        case
            when channel_months.date_month >= channel_months.media_known_from
                then coalesce(costs.media_spend, 0)
        end as media_spend,
        case
            when channel_months.date_month >= channel_months.sales_cost_known_from
                then coalesce(costs.sales_cost, 0)
        end as sales_cost
    from channel_months
    left join costs
        on
            channel_months.channel = costs.channel
            and channel_months.date_month = costs.date_month

),

added as (

    select
        known.*,
        case
            when media_spend is not null or sales_cost is not null
                then coalesce(media_spend, 0) + coalesce(sales_cost, 0)
        end as total_cost,
        case when sales_cost is not null then coalesce(media_spend, 0) + sales_cost end as full_cost
    from known

)

select
    channel,
    date_month,
    has_media_data,
    has_sales_cost_data,
    cast(media_spend as {{ gtm_tower.type_of('money') }}) as media_spend,
    cast(sales_cost as {{ gtm_tower.type_of('money') }}) as sales_cost,
    cast(total_cost as {{ gtm_tower.type_of('money') }}) as total_cost,
    cast(
        lag(media_spend, {{ lag_months }}) over (partition by channel order by date_month)
        as {{ gtm_tower.type_of('money') }}
    ) as matched_media_spend,
    cast(
        lag(full_cost, {{ lag_months }}) over (partition by channel order by date_month)
        as {{ gtm_tower.type_of('money') }}
    ) as matched_full_cost
from added
