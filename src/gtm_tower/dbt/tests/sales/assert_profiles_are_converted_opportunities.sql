{# a row of the result is a build whose profiles are not one for each opportunity that came from a
   lead #}
with

profiles as (

    select
        count(*) as row_count,
        count(distinct opportunity_id) as profile_count
    from {{ ref('dim_ideal_customer_profile') }}

),

opportunities as (

    select count(*) as opportunity_count
    from {{ ref('int_sales__opportunities') }}
    where lead_id is not null

)

select
    profiles.row_count,
    profiles.profile_count,
    opportunities.opportunity_count
from profiles
cross join opportunities
where
    profiles.row_count <> opportunities.opportunity_count
    or profiles.profile_count <> opportunities.opportunity_count
