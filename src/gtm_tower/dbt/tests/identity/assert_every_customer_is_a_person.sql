{# a row of the result is a customer whose id belongs to no person #}
select customers.customer_id
from {{ ref('inputs__customers') }} as customers
left join {{ ref('int_identity_stitching') }} as stitching
    on customers.customer_id = stitching.value and stitching.value_kind = 'user_id'
where stitching.person_id is null
