{# a row of the result is a number of users in the cohorts that is not the number of users #}
with

cohorts as (

    select coalesce(sum(user_count), 0) as cohort_user_count from {{ ref('fct_activation') }}

),

users as (

    select count(*) as user_count from {{ ref('inputs__users') }}

)

select
    cohorts.cohort_user_count,
    users.user_count
from cohorts
cross join users
where cohorts.cohort_user_count <> users.user_count
