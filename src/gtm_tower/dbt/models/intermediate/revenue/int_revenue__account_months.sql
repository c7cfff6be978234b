{# MRR of each account in every month from its first paid one to the month of as_of, zeros included:
   a month after the last paid one must have a row, or churn would have none #}
with

paid as (

    select
        account_id,
        date_month,
        {{ gtm_tower.sum_money('mrr') }} as mrr,
        {{ gtm_tower.count_where('mrr > 0') }} as subscription_count,
        max(case when is_carried_forward then 1 else 0 end) as carried_count
    from {{ ref('int_revenue__subscription_months') }}
    group by 1, 2

),

histories as (

    select
        account_id,
        min(case when mrr > 0 then date_month end) as first_paid_month
    from paid
    group by 1

),

data_start as (

    select min(date_month) as first_month from {{ ref('int_revenue__invoice_months') }}

),

service_starts as (

    select
        account_id,
        min(first_month) as first_month
    from {{ ref('int_revenue__subscription_terms') }}
    group by 1

),

-- a customer whose service began before the data, or cannot be shown to have begun in its first
-- month, was not won then
customers as (

    select
        histories.account_id,
        histories.first_paid_month,
        coalesce(
            service_starts.first_month < data_start.first_month,
            histories.first_paid_month = data_start.first_month
        ) as is_first_observed
    from histories
    cross join data_start
    left join service_starts on histories.account_id = service_starts.account_id
    where histories.first_paid_month is not null

)

select
    customers.account_id,
    months.date_month,
    customers.first_paid_month,
    customers.is_first_observed,
    coalesce(paid.mrr, 0) as mrr,
    coalesce(paid.subscription_count, 0) as subscription_count,
    coalesce(paid.carried_count, 0) > 0 as is_carried_forward
from customers
inner join {{ ref('int_core__months') }} as months
    on months.date_month >= customers.first_paid_month
left join paid
    on customers.account_id = paid.account_id and months.date_month = paid.date_month
