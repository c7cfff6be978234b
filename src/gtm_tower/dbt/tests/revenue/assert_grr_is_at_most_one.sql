{# a row of the result is a group that kept more than it had #}
select
    date_month,
    grr,
    ttm_grr
from {{ ref('fct_revenue_summary') }}
where grr > 1 or ttm_grr > 1
