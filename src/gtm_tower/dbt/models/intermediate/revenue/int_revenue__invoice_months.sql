{# what each counted invoice says the monthly price is (an invoice without a status counts): an
   invoice covers the month of its date, or, where it names a period, the period's months in equal
   parts #}
with

invoices as (

    select * from {{ ref('inputs__invoices') }}
    where
        status is null
        or status in ('{{ var("gtm_policies").mrr_invoice_statuses | join("', '") }}')

),

terms as (

    select * from {{ ref('int_revenue__subscription_terms') }}

),

-- no period is longer than the two centuries in which a date may lie
month_numbers as (

    select number from {{ ref('int_core__numbers') }}
    where number < 2400

),

periods as (

    select
        invoices.invoice_id,
        coalesce(terms.account_id, invoices.account_id) as account_id,
        coalesce(invoices.subscription_id, 'account ' || invoices.account_id) as subscription_id,
        invoices.amount,
        case
            when invoices.period_end is not null
                then {{ gtm_tower.date_of('invoices.period_start') }}
        end as period_start,
        {{ dbt.dateadd('day', 1, gtm_tower.date_of('invoices.period_end')) }} as day_after_period,
        {{ gtm_tower.month_of('coalesce(invoices.period_start, invoices.invoiced_at)') }}
            as first_month
    from invoices
    left join terms on invoices.subscription_id = terms.subscription_id

),

-- whole months of the period; half a month or more counts as one
lengths as (

    select
        invoice_id,
        account_id,
        subscription_id,
        amount,
        first_month,
        greatest(1, coalesce(cast(floor(
            {{ gtm_tower.months_between('period_start', 'day_after_period') }}
            + (extract(day from day_after_period) - extract(day from period_start)) / 30.0 + 0.5
        ) as integer), 1)) as month_count
    from periods

)

select
    lengths.invoice_id,
    lengths.account_id,
    lengths.subscription_id,
    {{ gtm_tower.add_months('lengths.first_month', 'month_numbers.number') }} as date_month,
    {{ gtm_tower.split_money('lengths.amount', 'lengths.month_count') }} as amount
from lengths
inner join month_numbers on month_numbers.number < lengths.month_count
where lengths.account_id is not null
