{# a row of the result is a driver whose buckets do not add up to the account-months at risk, and to
   the churn, of the complete months of fct_revenue_monthly #}
with

drivers as (

    select
        'all' as scope,
        driver,
        sum(account_months) as account_months,
        sum(churned_account_months) as churned_account_months,
        sum(churned_mrr) as churned_mrr
    from {{ ref('fct_churn_drivers') }}
    group by 1, 2

),

revenue as (

    select
        'all' as scope,
        {{ gtm_tower.count_where('prior_mrr > 0') }} as account_months,
        {{ gtm_tower.count_where("movement = 'churn'") }} as churned_account_months,
        {{ gtm_tower.sum_money('churned_mrr') }} as churned_mrr
    from {{ ref('fct_revenue_monthly') }}
    where {{ gtm_tower.is_complete_month(gtm_tower.add_months('date_month', 1)) }}

)

select
    drivers.driver,
    drivers.account_months,
    revenue.account_months as all_account_months,
    drivers.churned_account_months,
    revenue.churned_account_months as all_churned_account_months,
    drivers.churned_mrr,
    revenue.churned_mrr as all_churned_mrr
from revenue
left join drivers on revenue.scope = drivers.scope
where
    revenue.account_months <> coalesce(drivers.account_months, 0)
    or revenue.churned_account_months <> coalesce(drivers.churned_account_months, 0)
    or revenue.churned_mrr <> coalesce(drivers.churned_mrr, 0)
