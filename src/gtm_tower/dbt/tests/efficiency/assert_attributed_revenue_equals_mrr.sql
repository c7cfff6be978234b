{# a row of the result is a build that attributes other revenue than the MRR of acquired
   customers #}
with

mart as (

    select coalesce(sum(attributed_revenue), 0) as revenue
    from {{ ref('fct_cac_ltv') }}
    where period = 'total'

),

movements as (

    select coalesce(sum(mrr), 0) as revenue
    from {{ ref('fct_revenue_monthly') }}
    where not is_first_observed

)

select
    mart.revenue,
    movements.revenue as mrr
from mart
cross join movements
where mart.revenue <> movements.revenue
