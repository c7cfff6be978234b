{# a row of the result is a month, channel and origin in which more leads passed a stage than the
   one before it #}
select
    created_month,
    channel,
    origin,
    lead_count,
    opportunity_count,
    passed_demo_set_count,
    passed_demo_held_count,
    won_count
from {{ ref('fct_lead_funnel') }}
where
    opportunity_count > lead_count
    or won_count > opportunity_count
    or passed_demo_set_count > opportunity_count
    or passed_demo_held_count > passed_demo_set_count
    or won_count > passed_demo_held_count
    or demo_set_count > passed_demo_set_count
    or demo_held_count > passed_demo_held_count
    or cohort_opportunity_count > cohort_lead_count
    or cohort_won_count > cohort_opportunity_count
    or cohort_demo_set_count > cohort_opportunity_count
    or cohort_demo_held_count > cohort_demo_set_count
    or cohort_won_count > cohort_demo_held_count
    or cohort_lead_count <> lead_count
    or cohort_opportunity_count > opportunity_count
    or cohort_won_count > won_count
