{# the margin that each channel's customers had brought in by each age in months; a month in which
   nobody was won is kept, since its spend counts #}
with

channel_months as (

    select * from {{ ref('int_efficiency__channel_months') }}

),

months as (

    select * from {{ ref('int_core__months') }}

),

cohort_months as (

    select * from {{ ref('int_efficiency__cohort_months') }}

),

aged as (

    select
        channel_months.acquisition_channel,
        channel_months.date_month as cohort_month,
        {{ gtm_tower.months_between('channel_months.date_month', 'months.date_month') }} + 1
            as age_months,
        channel_months.new_customer_count as customer_count,
        channel_months.has_spend_data,
        channel_months.matched_spend,
        cast(
            sum(coalesce(cohort_months.mrr, 0)) over (
                partition by channel_months.acquisition_channel, channel_months.date_month
                order by months.date_month
                rows between unbounded preceding and current row
            ) as {{ gtm_tower.type_of('money') }}
        ) as cumulative_revenue,
        {{ gtm_tower.is_complete_month('months.next_month') }} as is_complete
    from channel_months
    inner join months on months.date_month >= channel_months.date_month
    left join cohort_months
        on
            channel_months.acquisition_channel = cohort_months.acquisition_channel
            and channel_months.date_month = cohort_months.cohort_month
            and months.date_month = cohort_months.date_month

)

select
    acquisition_channel,
    cohort_month,
    cast(age_months as {{ gtm_tower.type_of('count') }}) as age_months,
    customer_count,
    cumulative_revenue,
    cast(
        cast(cumulative_revenue as numeric(27, 2))
        * cast({{ var('gtm_policies').gross_margin }} as numeric(9, 6))
        as {{ gtm_tower.type_of('money') }}
    ) as cumulative_margin,
    matched_spend,
    has_spend_data,
    is_complete
from aged
