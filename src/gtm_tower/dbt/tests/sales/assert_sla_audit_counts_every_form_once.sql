{# a row of the result: the leads with a form, or those of one SLA state, are not all in a band #}
with

leads as (

    select
        count(form_submitted_at) as lead_count,
        {{ gtm_tower.count_where("sla_state = 'breached'") }} as breached_count,
        {{ gtm_tower.count_where("sla_state = 'met'") }} as met_count
    from {{ ref('fct_sales_velocity') }}

),

bands as (

    select
        coalesce(sum(lead_count), 0) as lead_count,
        coalesce(sum(breached_count), 0) as breached_count,
        coalesce(sum(met_count), 0) as met_count,
        coalesce(
            sum(
                met_count + breached_count + pending_count + unknown_count
                + touched_before_form_count
            ),
            0
        ) as state_count
    from {{ ref('fct_sla_audit') }}

)

select leads.lead_count
from leads
cross join bands
where
    leads.lead_count <> bands.lead_count
    or leads.breached_count <> bands.breached_count
    or leads.met_count <> bands.met_count
    or bands.state_count <> bands.lead_count
