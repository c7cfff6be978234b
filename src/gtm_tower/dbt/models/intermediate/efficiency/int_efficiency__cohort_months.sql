{# what the customers that a channel won in a month paid in each month since; those from before the
   data were not won #}
with

account_months as (

    select * from {{ ref('int_revenue__account_months') }}
    where not is_first_observed

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

)

select
    coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    account_months.first_paid_month as cohort_month,
    account_months.date_month,
    count(*) as customer_count,
    {{ gtm_tower.sum_money('account_months.mrr') }} as mrr
from account_months
left join accounts on account_months.account_id = accounts.account_id
group by 1, 2, 3
