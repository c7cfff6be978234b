{# a row of the result is a cell shown although it cannot have been seen, or hidden although it
   can #}
select
    cohort_type,
    cohort_month,
    months_since,
    active_count,
    is_observable,
    is_complete
from {{ ref('fct_retention') }}
where
    (active_count is not null) <> is_observable
    or (is_complete and not is_observable)
    or (date_month > {{ gtm_tower.as_of_month() }} and is_observable)
