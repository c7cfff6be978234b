{% set gap_months = var('gtm_policies').reactivation_gap_months %}

with

account_months as (

    select * from {{ ref('int_revenue__account_months') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

compared as (

    select
        account_id,
        date_month,
        first_paid_month,
        is_first_observed,
        mrr,
        subscription_count,
        is_carried_forward,
        coalesce(lag(mrr) over (partition by account_id order by date_month), 0) as prior_mrr,
        max(case when mrr > 0 then date_month end) over (
            partition by account_id
            order by date_month
            rows between unbounded preceding and 1 preceding
        ) as last_paid_month
    from account_months

),

classified as (

    select
        account_id,
        date_month,
        first_paid_month,
        is_first_observed,
        mrr,
        subscription_count,
        is_carried_forward,
        prior_mrr,
        case
            when date_month = first_paid_month and is_first_observed then 'first_observed'
            when date_month = first_paid_month then 'new'
            when
                mrr > 0
                and prior_mrr = 0
                and {{ gtm_tower.months_between(
                    'last_paid_month', 'date_month'
                ) }} > {{ gap_months }}
                then 'reactivation'
            when mrr > prior_mrr then 'expansion'
            when mrr = 0 and prior_mrr > 0 then 'churn'
            when mrr < prior_mrr then 'contraction'
            when mrr = 0 then 'inactive'
            else 'retained'
        end as movement
    from compared

)

select
    classified.account_id,
    classified.date_month,
    coalesce(accounts.segment, '{{ gtm_tower.missing_name() }}') as segment,
    coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
    coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    '{{ var("gtm_currency") }}' as currency,
    classified.first_paid_month,
    classified.movement,
    classified.mrr,
    cast(classified.mrr * 12 as {{ gtm_tower.type_of('money') }}) as arr,
    cast(classified.prior_mrr as {{ gtm_tower.type_of('money') }}) as prior_mrr,
    {%- for movement, column in {
        'first_observed': 'first_observed_mrr',
        'new': 'new_mrr',
        'reactivation': 'reactivation_mrr',
        'expansion': 'expansion_mrr',
        'contraction': 'contraction_mrr',
        'churn': 'churned_mrr',
    }.items() %}
    cast(
        case
            when classified.movement = '{{ movement }}'
                then abs(classified.mrr - classified.prior_mrr)
            else 0
        end
        as {{ gtm_tower.type_of('money') }}
    ) as {{ column }},
    {%- endfor %}
    classified.subscription_count,
    classified.is_first_observed,
    classified.is_carried_forward
from classified
left join accounts on classified.account_id = accounts.account_id
