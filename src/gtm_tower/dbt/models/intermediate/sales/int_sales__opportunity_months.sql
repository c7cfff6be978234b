{# every opportunity in each month from the first to the last that it touches, and what it did
   there #}
with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

months as (

    select
        date_month,
        min(date_month) over () as first_month
    from {{ ref('int_core__months') }}

),

-- a close from before every month of the data counts in the first one
lives as (

    select
        opportunities.opportunity_id,
        opportunities.segment,
        opportunities.region,
        opportunities.acquisition_channel,
        opportunities.state,
        opportunities.amount,
        opportunities.sales_cycle_days,
        opportunities.is_won_within_horizon,
        months.date_month,
        opportunities.created_month,
        case
            when opportunities.closed_month < months.first_month then months.first_month
            else opportunities.closed_month
        end as closed_month
    from opportunities
    inner join months
        on
            (
                months.date_month >= opportunities.created_month
                or months.date_month >= opportunities.closed_month
            )
            and (
                opportunities.state = 'open'
                or months.date_month <= opportunities.created_month
                or months.date_month <= opportunities.closed_month
            )

)

select
    opportunity_id,
    date_month,
    segment,
    region,
    acquisition_channel,
    amount,
    case when state = 'won' and closed_month = date_month then sales_cycle_days end
        as won_cycle_days,
    case
        when closed_month >= created_month or state = 'open' then 0
        when closed_month = date_month then 1
        when created_month = date_month then -1
        else 0
    end as out_of_order,
    created_month = date_month as is_created,
    coalesce(created_month = date_month and is_won_within_horizon, false) as is_won_of_cohort,
    state = 'won' and closed_month = date_month as is_won,
    state = 'lost' and closed_month = date_month as is_lost,
    created_month <= date_month and (state = 'open' or closed_month > date_month) as is_open
from lives
