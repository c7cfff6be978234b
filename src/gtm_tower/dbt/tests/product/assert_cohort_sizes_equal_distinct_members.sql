{# a row of the result is a cohort type whose cohorts do not hold each member once #}
with

cohorts as (

    select
        cohort_type,
        sum(cohort_size) as member_count
    from {{ ref('fct_retention') }}
    where months_since = 0
    group by 1

),

members as (

    select
        'customer' as cohort_type,
        count(distinct account_id) as member_count
    from {{ ref('fct_revenue_monthly') }}
    union all
    select
        'user' as cohort_type,
        count(distinct user_id) as member_count
    from {{ ref('inputs__users') }}

)

select
    members.cohort_type,
    members.member_count,
    cohorts.member_count as cohort_member_count
from members
left join cohorts on members.cohort_type = cohorts.cohort_type
where members.member_count <> coalesce(cohorts.member_count, 0)
