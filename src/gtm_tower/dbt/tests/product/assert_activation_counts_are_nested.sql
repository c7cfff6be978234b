{# a row of the result is a cohort with more activated users than mature ones, or more of either
   than users #}
select
    date_month,
    user_count,
    mature_user_count,
    activated_user_count,
    ever_activated_user_count
from {{ ref('fct_activation') }}
where
    activated_user_count > mature_user_count
    or activated_user_count > ever_activated_user_count
    or mature_user_count > user_count
    or ever_activated_user_count > user_count
    or (activation_rate is null and mature_user_count > 0)
