{# every account-month at risk in one bucket of each driver; see the docs block churn_drivers #}
{% set unknown = 'unknown (no data)' %}

with

exposures as (

    select * from {{ ref('int_product__churn_exposures') }}

),

signals as (

    select * from {{ ref('int_product__churn_signals') }}

)

select
    exposures.account_id,
    exposures.date_month,
    exposures.is_churned,
    exposures.prior_mrr,
    exposures.tenure_months,
    signals.events_per_user,
    signals.active_user_rate,
    signals.breach_count,
    case
        when not signals.is_usage_known then '{{ unknown }}'
        when signals.user_count = 0 then 'no users'
        when signals.events_per_user = 0 then '0'
        when signals.events_per_user < 2.5 then 'under 2.5'
        when signals.events_per_user < 5 then '2.5 to under 5'
        when signals.events_per_user < 10 then '5 to under 10'
        else '10 and more'
    end as usage,
    case
        when not signals.is_usage_known then '{{ unknown }}'
        when signals.user_count = 0 then 'no users'
        when signals.active_user_rate = 0 then 'none'
        when signals.active_user_rate < 0.5 then 'under 50%'
        when signals.active_user_rate < 0.8 then '50% to under 80%'
        else '80% and more'
    end as active_users,
    case
        when signals.breach_count is null then '{{ unknown }}'
        when signals.breach_count = 0 then '0'
        when signals.breach_count = 1 then '1'
        else '2 and more'
    end as sla_breaches,
    case
        when exposures.tenure_months is null then 'unknown (customer before the data)'
        when exposures.tenure_months < 3 then '0 to 2'
        when exposures.tenure_months < 6 then '3 to 5'
        when exposures.tenure_months < 12 then '6 to 11'
        else '12 and more'
    end as tenure,
    case
        when exposures.prior_mrr < 200 then 'under 200'
        when exposures.prior_mrr < 1000 then '200 to under 1000'
        when exposures.prior_mrr < 5000 then '1000 to under 5000'
        else '5000 and more'
    end as mrr_band,
    case when exposures.was_carried_forward then 'carried forward' else 'invoiced' end as invoicing,
    exposures.plan,
    exposures.segment,
    exposures.region,
    exposures.acquisition_channel
from exposures
inner join signals
    on exposures.account_id = signals.account_id and exposures.date_month = signals.date_month
