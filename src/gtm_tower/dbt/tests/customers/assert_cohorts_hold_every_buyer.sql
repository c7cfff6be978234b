{# a row of the result is a cohort whose size, first month or totals are not those of its customers,
   or all cohorts together where a customer with an order is in none #}
with

customers as (

    select * from {{ ref('customers') }}

),

cohorts as (

    select
        cohort_month,
        max(cohort_size) as cohort_size,
        max(case when months_since = 0 then active_count end) as first_active_count,
        max(case when months_since = 0 then retention_rate end) as first_rate,
        max(retention_rate) as highest_rate,
        {{ gtm_tower.sum_money('cohort_revenue') }} as revenue
    from {{ ref('customer_cohorts') }}
    group by 1

),

wanted as (

    select
        cast({{ dbt.date_trunc('month', 'first_order_date') }} as date) as cohort_month,
        count(*) as customer_count,
        {{ gtm_tower.sum_money('lifetime_value') }} as revenue
    from customers
    where order_count > 0
    group by 1

)

select
    wanted.cohort_month,
    wanted.customer_count,
    cohorts.cohort_size,
    cohorts.first_active_count,
    wanted.revenue,
    cohorts.revenue as cohort_revenue
from wanted
left join cohorts on wanted.cohort_month = cohorts.cohort_month
where
    cohorts.cohort_month is null
    or wanted.customer_count <> cohorts.cohort_size
    or wanted.customer_count <> cohorts.first_active_count
    or cohorts.first_rate <> 1
    or cohorts.highest_rate > 1
    or wanted.revenue <> cohorts.revenue
