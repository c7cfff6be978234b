{# what usage and support said of each account-month at risk before it began #}
{% set month_start = gtm_tower.local_to_utc(
    'cast(exposures.date_month as ' ~ gtm_tower.type_of('timestamp') ~ ')'
) %}

with

exposures as (

    select * from {{ ref('int_product__churn_exposures') }}

),

usages as (

    select * from {{ ref('int_product__account_months') }}

),

usage_start as (

    select min(date_month) as first_month from usages

),

users as (

    select * from {{ ref('inputs__users') }}

),

tickets as (

    select * from {{ ref('int_support__tickets') }}

),

ticket_start as (

    select min(created_month) as first_month from tickets

),

new_users as (

    select
        account_id,
        {{ gtm_tower.month_of('created_at') }} as created_month,
        count(*) as user_count
    from users
    group by 1, 2

),

user_counts as (

    select
        exposures.account_id,
        exposures.date_month,
        sum(new_users.user_count) as user_count
    from exposures
    inner join new_users
        on
            exposures.account_id = new_users.account_id
            and exposures.date_month > new_users.created_month
    group by 1, 2

),

-- a ticket is breached from the moment its target passes
breach_counts as (

    select
        exposures.account_id,
        exposures.date_month,
        count(*) as breach_count
    from exposures
    inner join tickets
        on
            exposures.account_id = tickets.account_id
            and exposures.date_month > tickets.created_month
            and {{ gtm_tower.add_months('exposures.date_month', -3) }} <= tickets.created_month
    where
        tickets.sla_state = 'breached'
        and {{ gtm_tower.seconds_between('tickets.created_at', month_start) }} > tickets.sla_seconds
    group by 1, 2

)

select
    exposures.account_id,
    exposures.date_month,
    coalesce(exposures.prior_month >= usage_start.first_month, false) as is_usage_known,
    coalesce(user_counts.user_count, 0) as user_count,
    {{ gtm_tower.ratio('coalesce(usages.event_count, 0)', 'user_counts.user_count') }}
        as events_per_user,
    {{ gtm_tower.ratio('coalesce(usages.active_user_count, 0)', 'user_counts.user_count') }}
        as active_user_rate,
    case
        when {{ gtm_tower.add_months('exposures.date_month', -3) }} >= ticket_start.first_month
            then coalesce(breach_counts.breach_count, 0)
    end as breach_count
from exposures
cross join usage_start
cross join ticket_start
left join usages
    on exposures.account_id = usages.account_id and exposures.prior_month = usages.date_month
left join user_counts
    on
        exposures.account_id = user_counts.account_id
        and exposures.date_month = user_counts.date_month
left join breach_counts
    on
        exposures.account_id = breach_counts.account_id
        and exposures.date_month = breach_counts.date_month
