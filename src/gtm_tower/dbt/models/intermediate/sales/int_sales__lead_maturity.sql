{# every dated lead with the day on which its outcome is settled, and the outcome where that day has
   passed. Won is a lead with any won deal, however many it has. #}
{% set horizon_days = var('gtm_policies').lead_horizon_days %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}
    where is_dated

),

wins as (

    select
        lead_id,
        min(closed_date) as first_won_date
    from {{ ref('int_sales__opportunities') }}
    where state = 'won'
    group by 1

),

settled as (

    select
        leads.lead_id,
        leads.created_date,
        leads.created_month,
        wins.first_won_date,
        cast({{ dbt.dateadd('day', horizon_days, 'leads.created_date') }} as date) as mature_date
    from leads
    left join wins on leads.lead_id = wins.lead_id

)

select
    lead_id,
    mature_date <= {{ gtm_tower.as_of() }} as is_mature,
    case
        when mature_date <= {{ gtm_tower.as_of() }}
            then coalesce(first_won_date <= mature_date, false)
    end as is_won_within_horizon,
    created_date,
    created_month,
    mature_date,
    cast({{ dbt.date_trunc('month', 'mature_date') }} as date) as mature_month,
    first_won_date
from settled
