{# every complete month at whose start an account paid, with what its billing said of it by then #}
with

account_months as (

    select * from {{ ref('int_revenue__account_months') }}

),

subscription_months as (

    select * from {{ ref('int_revenue__subscription_months') }}
    where mrr > 0

),

terms as (

    select * from {{ ref('int_revenue__subscription_terms') }}

),

plan_names as (

    select * from {{ ref('int_core__spellings') }}
    where kind = 'plan'

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

paired as (

    select
        account_id,
        date_month,
        {{ gtm_tower.add_months('date_month', -1) }} as prior_month,
        first_paid_month,
        is_first_observed,
        mrr,
        lag(mrr) over (partition by account_id order by date_month) as prior_mrr,
        lag(is_carried_forward) over (partition by account_id order by date_month)
            as was_carried_forward
    from account_months

),

exposures as (

    select * from paired
    where
        prior_mrr > 0
        and {{ gtm_tower.is_complete_month(gtm_tower.add_months('date_month', 1)) }}

),

ranked as (

    select
        account_id,
        date_month,
        subscription_id,
        row_number() over (
            partition by account_id, date_month
            order by mrr desc, {{ gtm_tower.binary_order('subscription_id') }}
        ) as place
    from subscription_months

),

largest_subscriptions as (

    select
        ranked.account_id,
        ranked.date_month,
        plan_names.name as plan
    from ranked
    inner join terms on ranked.subscription_id = terms.subscription_id
    inner join plan_names on lower(terms.plan) = plan_names.name_key
    where ranked.place = 1

)

select
    exposures.account_id,
    exposures.date_month,
    exposures.prior_month,
    coalesce(accounts.segment, '{{ gtm_tower.missing_name() }}') as segment,
    coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
    coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    coalesce(largest_subscriptions.plan, '{{ gtm_tower.missing_name() }}') as plan,
    exposures.prior_mrr,
    case
        when not exposures.is_first_observed
            then {{ gtm_tower.months_between(
                'exposures.first_paid_month', 'exposures.prior_month'
            ) }}
    end as tenure_months,
    exposures.was_carried_forward,
    exposures.mrr = 0 as is_churned
from exposures
left join accounts on exposures.account_id = accounts.account_id
left join largest_subscriptions
    on
        exposures.account_id = largest_subscriptions.account_id
        and exposures.prior_month = largest_subscriptions.date_month
