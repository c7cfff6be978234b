{# a row of the result is a build whose persons do not hold every value that is not guarded, or
   whose events are not theirs or nobody's, each once #}
with

persons as (

    select
        coalesce(sum(value_count), 0) as value_count,
        coalesce(sum(user_id_count + anonymous_id_count + device_id_count + email_count), 0)
            as value_count_by_kind,
        coalesce(sum(event_count), 0) as event_count
    from {{ ref('dim_person') }}

),

all_values as (

    select {{ gtm_tower.count_where('not is_guarded') }} as value_count
    from {{ ref('int_identity_stitching') }}

),

nobodys as (

    select {{ gtm_tower.count_where('person_id is null') }} as event_count
    from {{ ref('int_identity__events') }}

),

events as (

    select count(*) as event_count
    from {{ ref('inputs__web_events') }}

)

select
    persons.value_count,
    all_values.value_count as value_count_stitched,
    persons.event_count,
    nobodys.event_count as event_count_of_nobody,
    events.event_count as event_count_in
from persons
cross join all_values
cross join nobodys
cross join events
where
    persons.value_count <> all_values.value_count
    or persons.value_count_by_kind <> all_values.value_count
    or persons.event_count + nobodys.event_count <> events.event_count
