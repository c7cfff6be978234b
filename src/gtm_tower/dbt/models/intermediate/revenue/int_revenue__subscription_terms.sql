{# the months in which each subscription is served, after the policy churn_timing #}
with

subscriptions as (

    select * from {{ ref('inputs__subscriptions') }}

),

terms as (

    select
        subscription_id,
        account_id,
        plan,
        status,
        started_at,
        {% if var('gtm_policies').churn_timing == 'cancel_date' -%}
        coalesce(cancelled_at, ended_at) as service_ended_at
        {%- else -%}
        ended_at as service_ended_at
        {%- endif %}
    from subscriptions

)

select
    subscription_id,
    account_id,
    plan,
    status,
    started_at,
    service_ended_at,
    {{ gtm_tower.month_of('started_at') }} as first_month,
    {{ gtm_tower.month_of('service_ended_at') }} as end_month
from terms
