{# a row of the result is a cell with more active members than the cohort has #}
select
    cohort_type,
    cohort_month,
    months_since,
    retention_rate
from {{ ref('fct_retention') }}
where retention_rate > 1
