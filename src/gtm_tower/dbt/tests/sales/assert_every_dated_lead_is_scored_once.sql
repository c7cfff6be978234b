{# a row of the result is a dated lead without a row of its own in the scores, or a score of
   nobody #}
with

leads as (

    select lead_id from {{ ref('int_sales__leads') }}
    where is_dated

),

scores as (

    select
        lead_id,
        count(*) as row_count
    from {{ ref('fct_lead_scores') }}
    group by 1

)

select
    leads.lead_id,
    scores.lead_id as scored_lead_id,
    scores.row_count
from leads
full outer join scores on leads.lead_id = scores.lead_id
where leads.lead_id is null or scores.lead_id is null or scores.row_count > 1
