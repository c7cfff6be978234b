select
    acquisition_channel,
    cohort_month,
    age_months,
    '{{ var("gtm_currency") }}' as currency,
    customer_count,
    cumulative_revenue,
    cumulative_margin,
    matched_spend,
    case when is_complete then {{ gtm_tower.ratio('cumulative_margin', 'customer_count') }} end
        as ltv,
    is_complete
from {{ ref('int_efficiency__cohort_ages') }}
where customer_count > 0
