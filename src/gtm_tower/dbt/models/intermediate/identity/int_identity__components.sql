{# the numbers of two values that were seen together; connected_components makes the groups of
   them #}
{{ config(materialized='connected_components') }}

select
    first_values.value_number as node,
    second_values.value_number as component
from {{ ref('int_identity_edges') }} as edges
inner join {{ ref('int_identity__values') }} as first_values
    on edges.kind_a = first_values.value_kind and edges.value_a = first_values.value
inner join {{ ref('int_identity__values') }} as second_values
    on edges.kind_b = second_values.value_kind and edges.value_b = second_values.value
where not first_values.is_guarded and not second_values.is_guarded
