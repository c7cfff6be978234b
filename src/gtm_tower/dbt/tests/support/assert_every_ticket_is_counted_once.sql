{# a row of the result is a number of tickets in the mart that is not the number of tickets #}
with

mart as (

    select coalesce(sum(ticket_count), 0) as mart_ticket_count from {{ ref('fct_support') }}

),

tickets as (

    select count(*) as ticket_count from {{ ref('inputs__support_tickets') }}

)

select
    mart.mart_ticket_count,
    tickets.ticket_count
from mart
cross join tickets
where mart.mart_ticket_count <> tickets.ticket_count
