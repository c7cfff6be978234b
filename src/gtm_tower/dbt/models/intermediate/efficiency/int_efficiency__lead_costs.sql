{# each dated lead's equal share of what its channel cost in the month it came in, where that is
   known. In millionths, rounded half up: whole ones have an exact quotient at every tie, so each
   engine rounds alike. #}
with

reporting_months as (

    select * from {{ ref('int_efficiency__reporting_months') }}
    where total_cost is not null and lead_count > 0

),

leads as (

    select * from {{ ref('int_lead_value') }}

)

select
    leads.lead_id,
    cast(
        floor(
            cast(reporting_months.total_cost * 1000000 as {{ gtm_tower.type_of('number') }})
            / reporting_months.lead_count + 0.5
        ) / 1000000 as numeric(18, 6)
    ) as cost_share
from leads
inner join reporting_months
    on
        leads.acquisition_channel = reporting_months.channel
        and leads.created_month = reporting_months.date_month
