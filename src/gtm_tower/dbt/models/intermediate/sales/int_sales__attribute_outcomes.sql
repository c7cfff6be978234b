{# outcomes of mature leads by what the leads are and the month in which the outcome was settled.
   A row without an item counts the leads whose items of the kind are known, each once; the kind
   `lead` is all of them. #}
with

attributes as (

    select * from {{ ref('int_sales__lead_attributes') }}

),

leads as (

    select * from {{ ref('int_sales__lead_maturity') }}
    where is_mature

),

outcomes as (

    select
        attributes.lead_id,
        attributes.kind,
        attributes.item,
        attributes.is_known,
        leads.mature_month,
        leads.is_won_within_horizon
    from attributes
    inner join leads on attributes.lead_id = leads.lead_id

)

select
    kind,
    item,
    mature_month,
    count(*) as lead_count,
    {{ gtm_tower.count_where('is_won_within_horizon') }} as won_count
from outcomes
where is_known
group by 1, 2, 3
union all
select
    kind,
    cast(null as {{ gtm_tower.type_of('text') }}) as item,
    mature_month,
    count(distinct lead_id) as lead_count,
    count(distinct case when is_won_within_horizon then lead_id end) as won_count
from outcomes
where is_known
group by 1, 3
union all
select
    'lead' as kind,
    cast(null as {{ gtm_tower.type_of('text') }}) as item,
    mature_month,
    count(*) as lead_count,
    {{ gtm_tower.count_where('is_won_within_horizon') }} as won_count
from leads
group by mature_month
