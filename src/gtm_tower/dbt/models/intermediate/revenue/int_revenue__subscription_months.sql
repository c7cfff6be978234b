{# what each subscription is worth in each month of its life: what invoices cover it, else, while it
   is live, the last known amount carried forward; nothing after the month of its end #}
with

invoiced as (

    select
        account_id,
        subscription_id,
        date_month,
        sum(amount) as amount
    from {{ ref('int_revenue__invoice_months') }}
    group by 1, 2, 3

),

terms as (

    select * from {{ ref('int_revenue__subscription_terms') }}

),

months as (

    select * from {{ ref('int_core__months') }}

),

-- an amount holds until the month before the next one
spans as (

    select
        invoiced.account_id,
        invoiced.subscription_id,
        invoiced.date_month as known_month,
        invoiced.amount,
        terms.end_month,
        terms.subscription_id is not null as is_live_known,
        lead(invoiced.date_month) over (
            partition by invoiced.subscription_id order by invoiced.date_month
        ) as next_known_month
    from invoiced
    left join terms on invoiced.subscription_id = terms.subscription_id

)

select
    spans.account_id,
    spans.subscription_id,
    months.date_month,
    spans.amount as mrr,
    months.date_month > spans.known_month as is_carried_forward
from spans
inner join months
    on
        months.date_month >= spans.known_month
        and (months.date_month < spans.next_known_month or spans.next_known_month is null)
where
    (
        months.date_month = spans.known_month
        and (spans.end_month is null or months.date_month <= spans.end_month)
    )
    or (
        spans.is_live_known
        and (spans.end_month is null or months.date_month < spans.end_month)
    )
