select
    conversion_id,
    conversion_type,
    person_id,
    person_kind,
    customer_id,
    '{{ var("gtm_currency") }}' as currency,
    value,
    is_first_of_person,
    {{ gtm_tower.date_of('converted_at') }} as converted_date,
    converted_at,
    lead_at,
    opportunity_at
from {{ ref('int_attribution__conversions') }}
