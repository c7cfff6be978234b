{# a row of the result is a build that acquires other customers than the movements `new` #}
with

mart as (

    select
        coalesce(sum(case when period = 'total' then new_customer_count end), 0) as total_count,
        coalesce(sum(case when period <> 'total' then new_customer_count end), 0) as month_count
    from {{ ref('fct_cac_ltv') }}

),

movements as (

    select count(distinct account_id) as account_count
    from {{ ref('fct_revenue_monthly') }}
    where movement = 'new'

)

select
    mart.total_count,
    mart.month_count,
    movements.account_count
from mart
cross join movements
where
    mart.total_count <> movements.account_count
    or mart.month_count <> movements.account_count
