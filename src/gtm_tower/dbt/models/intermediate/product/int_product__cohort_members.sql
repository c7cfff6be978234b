{# every customer in the cohort of its first paid month, every user in that of its month of
   creation #}
with

account_months as (

    select * from {{ ref('int_revenue__account_months') }}

),

activations as (

    select * from {{ ref('int_product__activations') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

user_months as (

    select * from {{ ref('int_product__user_months') }}

),

event_start as (

    select min(date_month) as first_month from user_months

)

select
    'customer' as cohort_type,
    account_months.account_id as member_id,
    account_months.first_paid_month as cohort_month,
    account_months.is_first_observed as is_truncated_cohort,
    account_months.first_paid_month as first_visible_month,
    coalesce(accounts.segment, '{{ gtm_tower.missing_name() }}') as segment,
    coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
    coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    account_months.mrr as cohort_mrr
from account_months
left join accounts on account_months.account_id = accounts.account_id
where account_months.date_month = account_months.first_paid_month
union all
select
    'user' as cohort_type,
    activations.user_id as member_id,
    activations.created_month as cohort_month,
    not activations.is_observed as is_truncated_cohort,
    event_start.first_month as first_visible_month,
    activations.segment,
    activations.region,
    activations.acquisition_channel,
    cast(null as {{ gtm_tower.type_of('money') }}) as cohort_mrr
from activations
cross join event_start
