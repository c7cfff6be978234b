{# a row of the result is an edge whose values are not guarded and do not belong to one person #}
select
    edges.kind_a,
    edges.value_a,
    edges.kind_b,
    edges.value_b
from {{ ref('int_identity_edges') }} as edges
inner join {{ ref('int_identity_stitching') }} as first_values
    on edges.kind_a = first_values.value_kind and edges.value_a = first_values.value
inner join {{ ref('int_identity_stitching') }} as second_values
    on edges.kind_b = second_values.value_kind and edges.value_b = second_values.value
where
    not first_values.is_guarded
    and not second_values.is_guarded
    and (
        first_values.person_id is null
        or second_values.person_id is null
        or first_values.person_id <> second_values.person_id
    )
