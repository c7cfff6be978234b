{# a row of the result is a build whose leads, by lead or by origin, are others than those that were
   accepted, or other ones converted #}
with

accepted as (

    select count(*) as lead_count from {{ ref('inputs__leads') }}

),

by_lead as (

    select
        count(*) as lead_count,
        {{ gtm_tower.count_where('is_converted') }} as converted_count
    from {{ ref('fct_marketing_efficiency') }}

),

by_origin as (

    select
        coalesce(sum(lead_count), 0) as lead_count,
        coalesce(sum(converted_lead_count), 0) as converted_count
    from {{ ref('fct_channel_efficiency') }}
    where is_origin_total

)

select
    accepted.lead_count,
    by_lead.lead_count as lead_count_by_lead,
    by_origin.lead_count as lead_count_by_origin
from accepted
cross join by_lead
cross join by_origin
where
    by_lead.lead_count <> accepted.lead_count
    or by_origin.lead_count <> accepted.lead_count
    or by_origin.converted_count <> by_lead.converted_count
