{# a row of the result is a build in which the costs of the channels differ from the accepted
   lines of media spend and sales costs #}
with

costs as (

    select
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(line_count), 0) as line_count
    from {{ ref('int_channel_spend') }}

),

lines as (

    select amount from {{ ref('inputs__marketing_spend') }}
    union all
    select amount from {{ ref('inputs__sales_costs') }}

),

inputs as (

    select
        coalesce(sum(amount), 0) as amount,
        count(*) as line_count
    from lines

)

select
    costs.amount,
    inputs.amount as input_amount,
    costs.line_count,
    inputs.line_count as input_line_count
from costs
cross join inputs
where costs.amount <> inputs.amount or costs.line_count <> inputs.line_count
