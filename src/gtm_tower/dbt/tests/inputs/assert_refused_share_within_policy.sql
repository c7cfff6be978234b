{# a row of the result is an input with more refused rows than the policy max_refused_share
   allows #}
select
    input_name,
    table_name,
    rows_in,
    rows_refused,
    refused_rate
from {{ ref('meta__inputs') }}
where refused_rate > {{ var('gtm_policies').max_refused_share }}
