{# a row of the result is a build in which a larger share of the leads has no origin than the policy
   max_missing_origin_share allows #}
{{ config(severity='warn') }}

select
    audit,
    checked_count,
    found_count,
    found_share,
    threshold
from {{ ref('fct_data_audits') }}
where audit = 'leads without an origin' and state = 'over threshold'
