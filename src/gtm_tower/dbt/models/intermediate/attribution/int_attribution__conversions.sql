{# everything that counts as a conversion, of customers and of leads and accounts #}
{% set parts = {
    'int_attribution__customer_conversions': 'customers',
    'int_attribution__sales_conversions': 'opportunities',
} %}
{% set columns = [
    'conversion_id', 'conversion_type', 'person_id', 'person_kind', 'customer_id', 'value',
    'converted_at', 'lead_at', 'opportunity_at',
] %}

with

conversions as (

    {% for part, input in parts.items() if input in var('gtm_feeds') -%}
    select {{ columns | join(', ') }} from {{ ref(part) }}
    union all
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as conversion_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as conversion_type,
        cast(null as {{ gtm_tower.type_of('text') }}) as person_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as person_kind,
        cast(null as {{ gtm_tower.type_of('text') }}) as customer_id,
        cast(null as {{ gtm_tower.type_of('money') }}) as value,
        cast(null as {{ gtm_tower.type_of('timestamp') }}) as converted_at,
        cast(null as {{ gtm_tower.type_of('timestamp') }}) as lead_at,
        cast(null as {{ gtm_tower.type_of('timestamp') }}) as opportunity_at

)

select
    conversions.*,
    row_number() over (
        partition by conversion_type, person_kind, coalesce(person_id, conversion_id)
        order by converted_at, {{ gtm_tower.binary_order('conversion_id') }}
    ) = 1 as is_first_of_person
from conversions
where conversion_id is not null
