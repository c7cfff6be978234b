with

memory as (

    select * from {{ source('before', 'identity_memory') }}

),

log_before as (

    select * from {{ source('before', 'identity_log') }}

),

stitching as (

    select * from {{ ref('int_identity_stitching') }}

),

ids_before as (

    select distinct
        person_id,
        as_of
    from memory

),

ids_now as (

    select distinct person_id from stitching
    where person_id is not null

),

moves as (

    select
        memory.person_id as person_id_before,
        stitching.person_id as person_id_after,
        count(*) as value_count,
        max(memory.as_of) as as_of_before
    from memory
    left join stitching
        on memory.value_kind = stitching.value_kind and memory.value = stitching.value
    group by 1, 2

),

judged as (

    select
        moves.person_id_before,
        moves.person_id_after,
        moves.value_count,
        moves.as_of_before,
        case
            when max(moves.person_id_after) over (partition by moves.person_id_before) is null
                then 'gone'
            when moves.person_id_after <> moves.person_id_before
                then case
                    when ids_before.person_id is null then 'split'
                    when ids_now.person_id is null then 'merged'
                    else 'moved'
                end
        end as event
    from moves
    left join ids_before on moves.person_id_after = ids_before.person_id
    left join ids_now on moves.person_id_before = ids_now.person_id

),

last_change as (

    select coalesce(max(change_number), 0) as change_number from log_before

)

select
    change_number,
    as_of,
    event,
    person_id_before,
    person_id_after,
    value_count
from log_before

union all

select
    last_change.change_number + 1 as change_number,
    {{ gtm_tower.as_of() }} as as_of,
    judged.event,
    judged.person_id_before,
    judged.person_id_after,
    judged.value_count
from judged
cross join last_change
-- to look back changes nothing: what is not there yet is not gone
where judged.event is not null and judged.as_of_before <= {{ gtm_tower.as_of() }}
