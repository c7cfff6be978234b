{# a row of the result is a deal that names a lead which is not among the leads: it counts as a win
   or loss of the origin `unknown (no lead)` #}
{{ config(severity='warn') }}

select
    opportunity_id,
    state,
    amount
from {{ ref('int_sales__opportunities') }}
where is_lead_unknown
