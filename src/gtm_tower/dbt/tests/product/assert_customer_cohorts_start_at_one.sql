{# a row of the result is a customer cohort of which not everybody paid in its first month #}
select
    cohort_month,
    segment,
    region,
    acquisition_channel,
    cohort_size,
    active_count,
    cohort_mrr,
    retained_mrr
from {{ ref('fct_retention') }}
where
    cohort_type = 'customer'
    and months_since = 0
    and (active_count is null or active_count <> cohort_size or retained_mrr <> cohort_mrr)
