{# when each user first got value, if ever, with the names that reports group by #}
with

users as (

    select * from {{ ref('inputs__users') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

user_months as (

    select * from {{ ref('int_product__user_months') }}

),

event_start as (

    select min(date_month) as first_month from user_months

),

first_activations as (

    select
        user_id,
        min(first_activated_at) as activated_at
    from user_months
    group by 1

),

timed as (

    select
        users.user_id,
        users.account_id,
        {{ gtm_tower.date_of('users.created_at') }} as created_date,
        {{ gtm_tower.month_of('users.created_at') }} as created_month,
        {{ gtm_tower.date_of('first_activations.activated_at') }} as activated_date,
        {{ gtm_tower.seconds_between('users.created_at', 'first_activations.activated_at') }}
            as seconds_to_activation
    from users
    left join first_activations on users.user_id = first_activations.user_id

)

select
    timed.user_id,
    timed.account_id,
    coalesce(accounts.segment, '{{ gtm_tower.missing_name() }}') as segment,
    coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
    coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    timed.created_date,
    timed.created_month,
    timed.seconds_to_activation,
    {{ dbt.datediff('timed.created_date', 'timed.activated_date', 'day') }} as days_to_activation,
    {{ dbt.datediff('timed.created_date', gtm_tower.as_of(), 'day') }} as observed_days,
    coalesce(timed.created_month >= event_start.first_month, false) as is_observed
from timed
cross join event_start
left join accounts on timed.account_id = accounts.account_id
