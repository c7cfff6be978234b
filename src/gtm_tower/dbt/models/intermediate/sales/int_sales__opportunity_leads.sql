{# the one lead that an opportunity came from: the first of those that name it or that it names #}
with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

opportunities as (

    select * from {{ ref('inputs__opportunities') }}

),

links as (

    select
        opportunities.opportunity_id,
        leads.lead_id,
        leads.created_at
    from opportunities
    inner join leads on opportunities.opportunity_id = leads.opportunity_id
    union all
    select
        opportunities.opportunity_id,
        leads.lead_id,
        leads.created_at
    from opportunities
    inner join leads on opportunities.lead_id = leads.lead_id

),

ranked as (

    select
        opportunity_id,
        lead_id,
        row_number() over (
            partition by opportunity_id
            order by
                case when created_at is null then 1 else 0 end,
                created_at,
                {{ gtm_tower.binary_order('lead_id') }}
        ) as place
    from links

)

select
    opportunity_id,
    lead_id
from ranked
where place = 1
