select
    all_values.value_kind,
    all_values.value,
    persons.person_id,
    all_values.user_count,
    all_values.event_count,
    all_values.value_number,
    all_values.is_guarded,
    all_values.first_seen_at,
    all_values.last_seen_at
from {{ ref('int_identity__values') }} as all_values
left join {{ ref('int_identity__components') }} as components
    on all_values.value_number = components.node
left join {{ ref('int_identity__persons') }} as persons
    on coalesce(components.component, all_values.value_number) = persons.component
