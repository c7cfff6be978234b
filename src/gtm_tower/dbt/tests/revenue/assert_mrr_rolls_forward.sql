{# a row of the result is a month and group whose movements do not lead from its opening to its
   closing MRR #}
select
    date_month,
    segment,
    region,
    acquisition_channel,
    opening_mrr,
    mrr
from {{ ref('fct_revenue_summary') }}
where
    opening_mrr + first_observed_mrr + new_mrr + reactivation_mrr + expansion_mrr
    - contraction_mrr - churned_mrr <> mrr
