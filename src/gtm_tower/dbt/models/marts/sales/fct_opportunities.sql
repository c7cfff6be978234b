select
    opportunity_id,
    account_id,
    segment,
    region,
    acquisition_channel,
    stage,
    state,
    currency,
    {%- for column in gtm_tower.input_extensions('opportunities') %}
    {{ column }},
    {%- endfor %}
    amount,
    sales_cycle_days,
    age_days,
    is_account_known,
    has_closed_stage_without_date,
    is_closed_before_created,
    is_mature,
    is_won_within_horizon,
    max(case when state = 'lost' then 1 else 0 end) over () = 1 as is_lost_recorded,
    created_date,
    closed_date,
    created_month,
    closed_month,
    created_at,
    closed_at
from {{ ref('int_sales__opportunities') }}
