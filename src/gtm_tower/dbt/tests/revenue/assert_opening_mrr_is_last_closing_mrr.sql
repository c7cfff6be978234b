{# a row of the result is a month whose opening MRR is not the closing MRR of the month before #}
with

months as (

    select
        date_month,
        sum(opening_mrr) as opening_mrr,
        sum(mrr) as mrr
    from {{ ref('fct_revenue_summary') }}
    group by 1

),

pairs as (

    select
        date_month,
        opening_mrr,
        lag(mrr) over (order by date_month) as last_mrr
    from months

)

select * from pairs
where opening_mrr <> coalesce(last_mrr, 0)
