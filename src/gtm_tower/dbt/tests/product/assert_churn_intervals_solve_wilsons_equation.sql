{# a row of the result is a bucket whose interval does not hold its rate, or one of whose ends L
   does not solve (p - L)² = z² L (1 - L) / n #}
with

ends as (

    select
        driver,
        bucket,
        churn_rate,
        account_months,
        ci_low as bound
    from {{ ref('fct_churn_drivers') }}
    where churned_account_months > 0
    union all
    select
        driver,
        bucket,
        churn_rate,
        account_months,
        ci_high as bound
    from {{ ref('fct_churn_drivers') }}
    where churned_account_months < account_months

),

misses as (

    select
        driver,
        bucket,
        (churn_rate - bound) * (churn_rate - bound)
        - 1.959963984540054 * 1.959963984540054 * bound * (1 - bound) / account_months as miss
    from ends

)

select
    driver,
    bucket
from misses
where abs(miss) > 0.000000001
union all
select
    driver,
    bucket
from {{ ref('fct_churn_drivers') }}
where ci_low > churn_rate or ci_high < churn_rate or ci_low < 0 or ci_high > 1
