{# every deal with its first contact and, while it is open, its last sign of life. Where no work on
   leads is recorded, no sign of life is not known. #}
with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

leads as (

    select * from {{ ref('int_sales__leads') }}

),

velocity as (

    select * from {{ ref('fct_sales_velocity') }}

),

scores as (

    select * from {{ ref('fct_lead_scores') }}

),

joined as (

    select
        opportunities.opportunity_id,
        coalesce(opportunities.owner_id, leads.owner_id) as owner_id,
        opportunities.state,
        scores.icp_profile_score,
        opportunities.state = 'open' as is_open,
        case when opportunities.has_closed_stage_without_date then opportunities.stage end
            as undated_stage,
        case
            when leads.created_date < opportunities.created_date then leads.created_date
            else opportunities.created_date
        end as first_contact_date,
        opportunities.closed_date,
        case
            when velocity.is_touched is not null
                then {{ gtm_tower.date_of(gtm_tower.latest([
                    'velocity.last_activity_at', 'opportunities.created_at',
                    'opportunities.demo_set_at', 'opportunities.demo_at',
                    'opportunities.last_call_at',
                ])) }}
        end as last_activity_date
    from opportunities
    left join leads on opportunities.lead_id = leads.lead_id
    left join velocity on opportunities.lead_id = velocity.lead_id
    left join scores on opportunities.lead_id = scores.lead_id

)

select
    opportunity_id,
    owner_id,
    state,
    icp_profile_score,
    is_open,
    undated_stage,
    first_contact_date,
    last_activity_date,
    case when is_open then {{ dbt.datediff('first_contact_date', gtm_tower.as_of(), 'day') }} end
        as days_open,
    case when is_open then {{ dbt.datediff('last_activity_date', gtm_tower.as_of(), 'day') }} end
        as idle_days,
    case
        when state = 'won' and first_contact_date <= closed_date
            then {{ dbt.datediff('first_contact_date', 'closed_date', 'day') }}
    end as days_to_win
from joined
