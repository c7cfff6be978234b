{# what events and customer records say of who it was, before it is taken apart: page views that say
   the same are one row. What has not the form of an e-mail address is nobody's. #}
{% set email = 'case when ' ~ gtm_tower.is_email('email') ~ ' then email end' %}

with

events as (

    select
        'event' as evidence,
        user_id,
        anonymous_id,
        device_id,
        {{ email }} as email,
        1 as event_count,
        occurred_at as seen_at
    from {{ ref('inputs__web_events') }}

),

customers as (

    select
        'customer record' as evidence,
        customer_id as user_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as anonymous_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as device_id,
        {{ email }} as email,
        0 as event_count,
        signed_up_at as seen_at
    from {{ ref('inputs__customers') }}

),

everything as (

    select * from events
    union all
    select * from customers

)

select
    evidence,
    user_id,
    anonymous_id,
    device_id,
    email,
    cast(sum(event_count) as {{ gtm_tower.type_of('count') }}) as event_count,
    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from everything
group by 1, 2, 3, 4, 5
