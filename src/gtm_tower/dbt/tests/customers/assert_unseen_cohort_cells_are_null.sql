{# a row of the result is a cell of a month that has not begun and shows something, or of one that
   has and shows nothing #}
select
    cohort_month,
    months_since,
    date_month,
    active_count,
    cohort_revenue
from {{ ref('customer_cohorts') }}
where
    is_observable <> (date_month <= {{ gtm_tower.as_of_month() }})
    or is_observable <> (active_count is not null)
    or is_observable <> (retention_rate is not null)
    or is_observable <> (cohort_quality is not null)
    or (
        not is_observable
        and coalesce(cohort_revenue, cumulative_revenue, ltv_per_customer) is not null
    )
