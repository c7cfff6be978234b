{# a row of the result is a person with more than one user id: a device or mailbox that few share,
   or somebody who signed up again #}
{{ config(severity='warn') }}

select
    person_id,
    user_id_count
from {{ ref('dim_person') }}
where user_id_count > 1
