{# spend and customers won of every channel in every month, dense, with the spend that the customers
   are set against #}
with

spend as (

    select * from {{ ref('int_efficiency__channel_spend') }}

),

cohorts as (

    select
        acquisition_channel,
        cohort_month,
        max(customer_count) as new_customer_count,
        {{ gtm_tower.sum_money('mrr') }} as attributed_revenue
    from {{ ref('int_efficiency__cohort_months') }}
    group by 1, 2

),

payers as (

    select
        coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}')
            as acquisition_channel,
        customers.first_paid_month as date_month
    from {{ ref('int_revenue__account_months') }} as customers
    left join {{ ref('int_core__accounts') }} as accounts
        on customers.account_id = accounts.account_id
    where customers.date_month = customers.first_paid_month

),

seen as (

    select acquisition_channel, date_month, date_month as spend_month from spend
    union all
    select acquisition_channel, date_month, cast(null as date) as spend_month from payers

),

-- what is known of spend begins with the first line of any channel
channels as (

    select
        acquisition_channel,
        max(spend_month) is not null as has_spend_data,
        min(min(date_month)) over () as first_month,
        min(min(spend_month)) over () as first_spend_month
    from seen
    group by 1

),

channel_months as (

    select
        channels.acquisition_channel,
        months.date_month,
        months.next_month,
        channels.has_spend_data,
        channels.has_spend_data and months.date_month >= channels.first_spend_month
            as is_spend_known
    from channels
    inner join {{ ref('int_core__months') }} as months on months.date_month >= channels.first_month

),

measured as (

    select
        channel_months.acquisition_channel,
        channel_months.date_month,
        channel_months.next_month,
        channel_months.has_spend_data,
        cast(
            case when channel_months.is_spend_known then coalesce(spend.spend, 0) end
            as {{ gtm_tower.type_of('money') }}
        ) as spend,
        case
            when spend.acquisition_channel is not null then spend.leads
            when channel_months.is_spend_known then 0
        end as leads,
        coalesce(cohorts.new_customer_count, 0) as new_customer_count,
        cast(
            coalesce(cohorts.attributed_revenue, 0) as {{ gtm_tower.type_of('money') }}
        ) as attributed_revenue
    from channel_months
    left join spend
        on
            channel_months.acquisition_channel = spend.acquisition_channel
            and channel_months.date_month = spend.date_month
    left join cohorts
        on
            channel_months.acquisition_channel = cohorts.acquisition_channel
            and channel_months.date_month = cohorts.cohort_month

)

select
    measured.*,
    cast(
        lag(spend, {{ var('gtm_policies').cac_lag_months }}) over (
            partition by acquisition_channel order by date_month
        ) as {{ gtm_tower.type_of('money') }}
    ) as matched_spend
from measured
