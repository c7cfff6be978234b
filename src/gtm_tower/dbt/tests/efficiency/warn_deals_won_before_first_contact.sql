{# a row of the result is a deal won on an earlier day than the first contact with its lead: it
   counts as a win and is left out of days to revenue #}
{{ config(severity='warn') }}

select
    opportunity_id,
    lead_id,
    first_contact_date,
    won_date
from {{ ref('int_efficiency__won_deals') }}
where is_won_before_contact
