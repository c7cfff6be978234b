with

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

revenue as (

    select * from {{ ref('int_revenue__account_months') }}
    where date_month = {{ gtm_tower.as_of_month() }}

),

live_subscriptions as (

    select
        terms.account_id,
        terms.subscription_id,
        plans.name as plan,
        terms.status,
        row_number() over (
            partition by terms.account_id
            order by
                coalesce(months.mrr, 0) desc, terms.started_at desc,
                {{ gtm_tower.binary_order('terms.subscription_id') }}
        ) as place
    from {{ ref('int_revenue__subscription_terms') }} as terms
    left join {{ ref('int_revenue__subscription_months') }} as months
        on
            terms.subscription_id = months.subscription_id
            and months.date_month = {{ gtm_tower.as_of_month() }}
    left join {{ ref('int_core__spellings') }} as plans
        on lower(terms.plan) = plans.name_key and plans.kind = 'plan'
    where terms.service_ended_at is null

),

subscriptions as (

    select
        account_id,
        count(*) as live_subscription_count,
        {{ gtm_tower.count_where("status in ('trial', 'trialing')") }} as trial_count,
        max(case when place = 1 then subscription_id end) as current_subscription_id,
        max(case when place = 1 then plan end) as current_plan,
        max(case when place = 1 then status end) as current_subscription_status
    from live_subscriptions
    group by 1

),

users as (

    select
        account_id,
        count(*) as user_count
    from {{ ref('inputs__users') }}
    group by 1

),

activity as (

    select
        account_id,
        max(date_month) as last_active_month
    from {{ ref('int_product__user_months') }}
    group by 1

),

open_opportunities as (

    select
        account_id,
        count(*) as open_opportunity_count,
        {{ gtm_tower.sum_money('amount') }} as open_opportunity_amount
    from {{ ref('int_sales__opportunities') }}
    where state = 'open'
    group by 1

)

select
    {%- for column in [
        'account_id', 'account_name', 'segment', 'company_size', 'region', 'country', 'industry',
        'acquisition_channel', 'status',
    ] + gtm_tower.input_extensions('accounts') %}
    accounts.{{ column }},
    {%- endfor %}
    case
        when revenue.mrr > 0 then 'customer'
        when revenue.account_id is not null then 'churned'
        else 'prospect'
    end as customer_state,
    subscriptions.current_subscription_id,
    subscriptions.current_plan,
    subscriptions.current_subscription_status,
    '{{ var("gtm_currency") }}' as currency,
    cast(coalesce(revenue.mrr, 0) as {{ gtm_tower.type_of('money') }}) as mrr,
    cast(coalesce(revenue.mrr, 0) * 12 as {{ gtm_tower.type_of('money') }}) as arr,
    cast(
        coalesce(open_opportunities.open_opportunity_amount, 0) as {{ gtm_tower.type_of('money') }}
    ) as open_opportunity_amount,
    coalesce(subscriptions.live_subscription_count, 0) as live_subscription_count,
    coalesce(open_opportunities.open_opportunity_count, 0) as open_opportunity_count,
    coalesce(users.user_count, 0) as user_count,
    coalesce(subscriptions.trial_count, 0) > 0 as has_live_trial,
    coalesce(revenue.is_first_observed, false) as is_first_observed,
    revenue.first_paid_month,
    activity.last_active_month,
    accounts.created_at
from accounts
left join revenue on accounts.account_id = revenue.account_id
left join subscriptions on accounts.account_id = subscriptions.account_id
left join users on accounts.account_id = users.account_id
left join activity on accounts.account_id = activity.account_id
left join open_opportunities on accounts.account_id = open_opportunities.account_id
