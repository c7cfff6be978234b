{# every month from the first in which anything happened to the month of as_of #}
with

first_moments as (

    select min(created_at) as moment from {{ ref('inputs__accounts') }}
    union all
    select min(started_at) as moment from {{ ref('inputs__subscriptions') }}
    union all
    select min(invoiced_at) as moment from {{ ref('inputs__invoices') }}
    union all
    select min(period_start) as moment from {{ ref('inputs__invoices') }}
    union all
    select min(created_at) as moment from {{ ref('inputs__leads') }}
    union all
    select min(coalesce(created_at, closed_at)) as moment from {{ ref('inputs__opportunities') }}
    union all
    select min(created_at) as moment from {{ ref('inputs__users') }}
    union all
    select min(created_at) as moment from {{ ref('inputs__support_tickets') }}
    union all
    select min(spent_at) as moment from {{ ref('inputs__marketing_spend') }}
    union all
    select min(spent_at) as moment from {{ ref('inputs__sales_costs') }}

),

bounds as (

    select
        coalesce({{ gtm_tower.month_of('min(moment)') }}, {{ gtm_tower.as_of_month() }})
            as first_month,
        {{ gtm_tower.as_of_month() }} as last_month
    from first_moments

)

select
    {{ gtm_tower.add_months('bounds.first_month', 'numbers.number') }} as date_month,
    {{ gtm_tower.add_months('bounds.first_month', 'numbers.number + 1') }} as next_month
from bounds
inner join {{ ref('int_core__numbers') }} as numbers
    on numbers.number <= {{ gtm_tower.months_between('bounds.first_month', 'bounds.last_month') }}
