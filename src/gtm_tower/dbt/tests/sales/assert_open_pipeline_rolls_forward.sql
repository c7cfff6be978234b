{# a row of the result is a month and group whose deals do not lead from the last open pipeline to
   this one #}
with

pairs as (

    select
        date_month,
        segment,
        region,
        acquisition_channel,
        open_count,
        open_amount,
        created_count - won_count - lost_count + out_of_order_count as net_count,
        created_amount - won_amount - lost_amount + out_of_order_amount as net_amount,
        coalesce(lag(open_count) over (
            partition by segment, region, acquisition_channel order by date_month
        ), 0) as last_open_count,
        coalesce(lag(open_amount) over (
            partition by segment, region, acquisition_channel order by date_month
        ), 0) as last_open_amount
    from {{ ref('fct_pipeline') }}

)

select * from pairs
where
    last_open_count + net_count <> open_count
    or last_open_amount + net_amount <> open_amount
