{# a row of the result is an action for a deal or a lead that is won, lost or not there #}
with

actions as (

    select * from {{ ref('actions') }}
    where subject_kind in ('lead', 'deal')

),

open_subjects as (

    select
        'deal' as subject_kind,
        opportunity_id as subject_id
    from {{ ref('int_sales__opportunities') }}
    where state = 'open'
    union all
    select
        'lead' as subject_kind,
        lead_id as subject_id
    from {{ ref('int_sales__leads') }}
    where state = 'no opportunity'

)

select actions.action_id
from actions
left join open_subjects
    on
        actions.subject_kind = open_subjects.subject_kind
        and actions.subject_id = open_subjects.subject_id
where open_subjects.subject_id is null
