{# a row of the result is a month in which the cohorts do not keep all the MRR there is #}
with

cohorts as (

    select
        date_month,
        sum(retained_mrr) as retained_mrr,
        sum(active_count) as active_count
    from {{ ref('fct_retention') }}
    where cohort_type = 'customer' and is_observable
    group by 1

),

months as (

    select
        date_month,
        sum(mrr) as mrr,
        {{ gtm_tower.count_where('mrr > 0') }} as account_count
    from {{ ref('fct_revenue_monthly') }}
    group by 1

)

select
    months.date_month,
    months.mrr,
    cohorts.retained_mrr,
    months.account_count,
    cohorts.active_count
from months
left join cohorts on months.date_month = cohorts.date_month
where
    months.mrr <> coalesce(cohorts.retained_mrr, 0)
    or months.account_count <> coalesce(cohorts.active_count, 0)
