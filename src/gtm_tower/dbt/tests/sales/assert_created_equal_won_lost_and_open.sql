{# a row of the result is a build in which opportunities are lost or doubled between creation and
   outcome #}
with

flows as (

    select
        sum(created_count) as created_count,
        sum(won_count + lost_count) as closed_count,
        sum(created_amount) as created_amount,
        sum(won_amount + lost_amount) as closed_amount
    from {{ ref('fct_pipeline') }}

),

stocks as (

    select
        sum(open_count) as open_count,
        sum(open_amount) as open_amount
    from {{ ref('fct_pipeline') }}
    where date_month = {{ gtm_tower.as_of_month() }}

)

select
    flows.created_count,
    flows.closed_count,
    stocks.open_count
from flows
cross join stocks
where
    flows.created_count <> flows.closed_count + stocks.open_count
    or flows.created_amount <> flows.closed_amount + stocks.open_amount
