{# a row of the result is a group whose tickets are not each in one state #}
select
    date_month,
    category,
    severity,
    ticket_count,
    sla_met_count,
    sla_breached_count,
    sla_pending_count,
    resolved_count,
    open_count
from {{ ref('fct_support') }}
where
    sla_met_count + sla_breached_count + sla_pending_count <> ticket_count
    or resolved_count + open_count <> ticket_count
    or sla_met_count > resolved_count
    or sla_pending_count > open_count
