select
    touchpoint_id,
    person_id,
    person_kind,
    customer_id,
    channel,
    campaign,
    origin,
    is_direct,
    is_derived,
    {{ gtm_tower.date_of('touched_at') }} as touched_date,
    touched_at
from {{ ref('int_attribution__touchpoints') }}
