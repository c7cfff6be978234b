{# every cohort in every month up to as_of. All get the months of the oldest, so the later cells of
   the young ones have not been seen yet: they are null. #}
with

totals as (

    select * from {{ ref('int_customer__totals') }}

),

active_months as (

    select * from {{ ref('int_customer__cohort_months') }}

),

months as (

    select * from {{ ref('int_core__months') }}

),

cohorts as (

    select
        first_order_month as cohort_month,
        count(*) as cohort_size
    from totals
    where order_count > 0
    group by 1

),

first_cohorts as (

    select min(cohort_month) as first_month from cohorts

),

ages as (

    select
        cast({{ gtm_tower.months_between(
            'first_cohorts.first_month', 'months.date_month'
        ) }} as integer) as months_since
    from first_cohorts
    inner join months on first_cohorts.first_month <= months.date_month

),

cells as (

    select
        cohorts.*,
        ages.months_since,
        {{ gtm_tower.add_months('cohorts.cohort_month', 'ages.months_since') }} as date_month
    from cohorts
    cross join ages

),

dated as (

    select
        cells.*,
        date_month <= {{ gtm_tower.as_of_month() }} as is_observable,
        {{ gtm_tower.is_complete_month(gtm_tower.add_months('date_month', 1)) }} as is_complete
    from cells

),

-- amounts of a month are 0 without an order, and not known where no order's amount is
filled as (

    select
        dated.*,
        coalesce(active_months.active_count, 0) as active_count,
        coalesce(active_months.order_count, 0) as order_count,
        coalesce(active_months.valued_order_count, 0) as valued_order_count,
        case when active_months.order_count is null then 0 else active_months.revenue end
            as revenue
    from dated
    left join active_months
        on
            dated.cohort_month = active_months.cohort_month
            and dated.date_month = active_months.date_month

)

select
    cohort_month,
    months_since,
    date_month,
    cohort_size,
    is_observable,
    is_complete,
    case when is_observable then active_count end as active_count,
    case when is_observable then order_count end as order_count,
    case when is_observable then valued_order_count end as valued_order_count,
    cast(
        case when is_observable and (order_count = 0 or valued_order_count > 0) then revenue end
        as {{ gtm_tower.type_of('money') }}
    ) as revenue,
    cast(
        sum(revenue) over (
            partition by cohort_month
            order by months_since
            rows between unbounded preceding and current row
        ) as {{ gtm_tower.type_of('money') }}
    ) as running_revenue,
    sum(valued_order_count) over (
        partition by cohort_month
        order by months_since
        rows between unbounded preceding and current row
    ) as running_valued_count
from filled
