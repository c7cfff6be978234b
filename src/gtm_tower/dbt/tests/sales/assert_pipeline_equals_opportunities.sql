{# a row of the result is a build whose pipeline holds other opportunities than the inputs do #}
with

pipeline as (

    select
        coalesce(sum(created_count), 0) as created_count,
        coalesce(sum(created_amount), 0) as created_amount
    from {{ ref('fct_pipeline') }}

),

opportunities as (

    select
        count(*) as opportunity_count,
        coalesce(sum(amount), 0) as amount
    from {{ ref('inputs__opportunities') }}

),

facts as (

    select count(*) as fact_count from {{ ref('fct_opportunities') }}

)

select
    pipeline.created_count,
    opportunities.opportunity_count,
    facts.fact_count,
    pipeline.created_amount,
    opportunities.amount
from pipeline
cross join opportunities
cross join facts
where
    pipeline.created_count <> opportunities.opportunity_count
    or facts.fact_count <> opportunities.opportunity_count
    or pipeline.created_amount <> opportunities.amount
