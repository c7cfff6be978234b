{# won deals as conversions: of their lead, else of their account #}
with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

won as (

    select * from {{ ref('int_sales__opportunities') }}
    where state = 'won'

)

select
    'won_opportunity:' || won.opportunity_id as conversion_id,
    'won_opportunity' as conversion_type,
    case
        when won.lead_id is not null then 'lead'
        when won.account_id is not null then 'account'
    end as person_kind,
    coalesce(won.lead_id, won.account_id) as person_id,
    cast(null as {{ gtm_tower.type_of('text') }}) as customer_id,
    won.amount as value,
    won.closed_at as converted_at,
    leads.created_at as lead_at,
    won.created_at as opportunity_at
from won
left join leads on won.lead_id = leads.lead_id
