{# an id goes where its oldest value is now; of several ids that come together the oldest stays. A
   group without an id of its own is named after its oldest value. #}
with

members as (

    select
        all_values.value_kind,
        all_values.value,
        all_values.value_number,
        coalesce(components.component, all_values.value_number) as component
    from {{ ref('int_identity__values') }} as all_values
    left join {{ ref('int_identity__components') }} as components
        on all_values.value_number = components.node
    where not all_values.is_guarded

),

memory as (

    select * from {{ source('before', 'identity_memory') }}

),

ids_before as (

    select
        person_id,
        min(value_number) as oldest_number
    from memory
    group by 1

),

found_again as (

    select
        memory.person_id,
        memory.value_number,
        members.component
    from memory
    inner join members
        on memory.value_kind = members.value_kind and memory.value = members.value

),

oldest_found as (

    select
        person_id,
        min(value_number) as value_number
    from found_again
    group by 1

),

claims as (

    select
        found_again.component,
        found_again.person_id,
        row_number() over (
            partition by found_again.component order by ids_before.oldest_number
        ) as place
    from found_again
    inner join oldest_found
        on
            found_again.person_id = oldest_found.person_id
            and found_again.value_number = oldest_found.value_number
    inner join ids_before on found_again.person_id = ids_before.person_id

),

named as (

    select
        component,
        'p_' || {{ gtm_tower.digest("value_kind || ':' || value") }} as name
    from members
    where value_number = component

),

-- p_ and 32 digits; for a name that was taken also _2, _3 and so on
names_taken as (

    select
        substr(person_id, 1, 34) as name,
        max(coalesce(cast(nullif(substr(person_id, 36), '') as bigint), 1)) as most
    from ids_before
    group by 1

)

select
    named.component,
    case
        when claims.person_id is not null then claims.person_id
        when names_taken.most is null then named.name
        else
            named.name || '_' || cast(names_taken.most + 1 as {{ gtm_tower.type_of('text') }})
    end as person_id
from named
left join claims on named.component = claims.component and claims.place = 1
left join names_taken on named.name = names_taken.name
