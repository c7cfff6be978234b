{# web events as visits: a visit is the first event of a session, and is of the first person who is
   known in it #}
{% set most_seconds = 60 * var('gtm_policies').visit_gap_minutes %}
{% set in_order = 'partition by visitor order by occurred_at, '
    ~ gtm_tower.binary_order('event_id') %}
{% set nothing = "'(direct)', '(none)', '(not set)', 'direct', 'none'" %}

with

events as (

    select * from {{ ref('inputs__web_events') }}

),

persons as (

    select * from {{ ref('int_identity__events') }}

),

-- a person with several customers does not say which of them it was
customers as (

    select
        person_id,
        max(value) as customer_id
    from {{ ref('int_identity_stitching') }}
    where value_kind = 'user_id'
    group by 1
    having count(*) = 1

),

-- without a session what one device, else one cookie, does without a pause is a visit
known as (

    select
        events.event_id,
        persons.person_id,
        events.occurred_at,
        coalesce(
            'session ' || events.session_id,
            'device ' || events.device_id,
            'anonymous ' || events.anonymous_id,
            'user ' || events.user_id,
            'event ' || events.event_id
        ) as visitor,
        {%- for column in ['campaign', 'source', 'medium'] %}
        case
            when lower(events.{{ column }}) not in ({{ nothing }}) then events.{{ column }}
        end as {{ column }},
        {%- endfor %}
        events.session_id is not null as has_session
    from events
    left join persons on events.event_id = persons.event_id

),

placed as (

    select
        known.*,
        row_number() over ({{ in_order }}) as place,
        lag(occurred_at) over ({{ in_order }}) as previous_at
    from known

),

paused as (

    select
        placed.*,
        {{ gtm_tower.seconds_between('previous_at', 'occurred_at') }} as pause
    from placed

),

numbered as (

    select
        paused.*,
        sum(case when pause > {{ most_seconds }} and not has_session then 1 else 0 end) over (
            partition by visitor order by place rows between unbounded preceding and current row
        ) as visit_number
    from paused

),

visits as (

    select
        visitor,
        visit_number,
        min(place) as first_place,
        min(case when person_id is not null then place end) as known_place
    from numbered
    group by 1, 2

)

select
    'visit:' || firsts.event_id as touchpoint_id,
    'person' as person_kind,
    knowns.person_id,
    customers.customer_id,
    cast(null as {{ gtm_tower.type_of('text') }}) as channel,
    firsts.campaign,
    firsts.source,
    firsts.medium,
    'web' as origin,
    false as is_derived,
    firsts.occurred_at as touched_at
from visits
inner join numbered as firsts
    on visits.visitor = firsts.visitor and visits.first_place = firsts.place
left join numbered as knowns
    on visits.visitor = knowns.visitor and visits.known_place = knowns.place
left join customers on knowns.person_id = customers.person_id
