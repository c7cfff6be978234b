{% set counts = {
    'user_id': 'user_id_count',
    'anonymous_id': 'anonymous_id_count',
    'device_id': 'device_id_count',
    'email': 'email_count',
} %}

with

stitching as (

    select * from {{ ref('int_identity_stitching') }}
    where person_id is not null

),

persons as (

    select
        person_id,
        count(*) as value_count,
        {%- for kind, column in counts.items() %}
        {{ gtm_tower.count_where("value_kind = '" ~ kind ~ "'") }} as {{ column }},
        {%- endfor %}
        min(case when value_kind = 'user_id' then value_number end) as first_user_number,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        min(case when value_kind in ('user_id', 'email') then first_seen_at end) as first_known_at
    from stitching
    group by 1

),

events as (

    select
        person_id,
        count(*) as event_count
    from {{ ref('int_identity__events') }}
    where person_id is not null
    group by 1

)

select
    persons.person_id,
    first_users.value as first_user_id,
    persons.value_count,
    {%- for column in counts.values() %}
    persons.{{ column }},
    {%- endfor %}
    coalesce(events.event_count, 0) as event_count,
    persons.user_id_count + persons.email_count > 0 as is_known,
    {{ gtm_tower.date_of('persons.first_seen_at') }} as first_seen_date,
    persons.first_seen_at,
    persons.last_seen_at,
    persons.first_known_at
from persons
left join stitching as first_users on persons.first_user_number = first_users.value_number
left join events on persons.person_id = events.person_id
