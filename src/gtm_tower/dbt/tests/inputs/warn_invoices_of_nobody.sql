{# a row of the result is an accepted invoice that names neither an account nor a subscription, so
   that its amount is in nobody's MRR #}
{{ config(severity='warn') }}

select
    invoice_id,
    amount
from {{ ref('inputs__invoices') }}
where account_id is null and subscription_id is null
