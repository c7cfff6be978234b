{# a row of the result is an id of the version before that no person has now, and of which the log
   does not say where it went #}
with

memory as (

    select distinct person_id
    from {{ source('before', 'identity_memory') }}
    where as_of <= {{ gtm_tower.as_of() }}

),

stitching as (

    select distinct person_id
    from {{ ref('int_identity_stitching') }}
    where person_id is not null

),

logged as (

    select distinct person_id_before
    from {{ ref('meta__identity_log') }}
    where as_of = {{ gtm_tower.as_of() }}

)

select memory.person_id
from memory
left join stitching on memory.person_id = stitching.person_id
left join logged on memory.person_id = logged.person_id_before
where stitching.person_id is null and logged.person_id_before is null
