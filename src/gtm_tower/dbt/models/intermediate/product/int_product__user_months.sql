{# what each user did in each month. The only reader of the events, which are by far the largest
   input: all else that is known of usage is built from here #}
with

events as (

    select * from {{ ref('inputs__product_events') }}

),

users as (

    select * from {{ ref('inputs__users') }}

),

user_events as (

    select
        users.user_id,
        users.account_id,
        {{ gtm_tower.month_of('events.occurred_at') }} as date_month,
        case
            when
                events.event_type in (
                    '{{ var("gtm_policies").activation_event_types | join("', '") }}'
                )
                then events.occurred_at
        end as activated_at
    from events
    inner join users on events.user_id = users.user_id
    where events.occurred_at >= users.created_at

)

select
    user_id,
    account_id,
    date_month,
    count(*) as event_count,
    min(activated_at) as first_activated_at
from user_events
group by 1, 2, 3
