{# what the next build starts from. A build that looks back, to a day before that of the version
   before, hands on what it was given: the values and groups of a later day are not forgotten. #}
with

memory as (

    select * from {{ source('before', 'identity_memory') }}

),

latest as (

    select max(as_of) as as_of from memory

)

select
    stitching.value_kind,
    stitching.value,
    stitching.value_number,
    stitching.person_id,
    {{ gtm_tower.as_of() }} as as_of
from {{ ref('int_identity_stitching') }} as stitching
cross join latest
where
    stitching.person_id is not null
    and (latest.as_of is null or latest.as_of <= {{ gtm_tower.as_of() }})

union all

select
    value_kind,
    value,
    value_number,
    person_id,
    as_of
from memory
where as_of > {{ gtm_tower.as_of() }}
