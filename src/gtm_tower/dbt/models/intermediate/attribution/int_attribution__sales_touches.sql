{# the touch that a lead or an account tells of itself: what brought it, when it was first known #}
{% set unknown = gtm_tower.missing_name() %}

with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

-- a lead without a date of its own was known when its first deal was
opportunities as (

    select
        lead_id,
        min(created_at) as first_created_at
    from {{ ref('int_sales__opportunities') }}
    where lead_id is not null
    group by 1

),

known as (

    select
        'lead' as origin,
        leads.lead_id as person_id,
        coalesce(nullif(leads.channel, '{{ unknown }}'), leads.origin) as channel,
        leads.campaign,
        coalesce(leads.created_at, opportunities.first_created_at) as touched_at
    from leads
    left join opportunities on leads.lead_id = opportunities.lead_id
    union all
    select
        'account' as origin,
        account_id as person_id,
        acquisition_channel as channel,
        cast(null as {{ gtm_tower.type_of('text') }}) as campaign,
        created_at as touched_at
    from accounts

)

select
    origin || ':' || person_id as touchpoint_id,
    origin as person_kind,
    person_id,
    cast(null as {{ gtm_tower.type_of('text') }}) as customer_id,
    channel,
    campaign,
    cast(null as {{ gtm_tower.type_of('text') }}) as source,
    cast(null as {{ gtm_tower.type_of('text') }}) as medium,
    origin,
    false as is_derived,
    touched_at
from known
where touched_at is not null
