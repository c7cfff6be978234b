{# a row of the result is a build whose months, totals and inputs disagree about what was spent #}
with

mart as (

    select
        coalesce(sum(case when period = 'total' then spend end), 0) as total_spend,
        coalesce(sum(case when period <> 'total' then spend end), 0) as month_spend
    from {{ ref('fct_cac_ltv') }}

),

inputs as (

    select coalesce(sum(amount), 0) as spend from {{ ref('inputs__marketing_spend') }}

)

select
    mart.total_spend,
    mart.month_spend,
    inputs.spend
from mart
cross join inputs
where mart.total_spend <> inputs.spend or mart.month_spend <> inputs.spend
