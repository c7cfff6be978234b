{# a row of the result is a value that was seen with more user ids than the policy max_group_size,
   so that it links nobody: a shared device or mailbox #}
{{ config(severity='warn') }}

select
    value_kind,
    value,
    user_count
from {{ ref('int_identity_stitching') }}
where is_guarded
