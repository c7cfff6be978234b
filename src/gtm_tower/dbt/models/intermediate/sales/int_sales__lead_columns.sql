{# which one-hot columns of a profile are 1 for a lead #}
with

attributes as (

    select * from {{ ref('int_sales__lead_attributes') }}
    where kind not in ('locations', 'channel')

),

profile_columns as (

    select * from {{ source('stats', 'profile_columns') }}

)

select
    attributes.lead_id,
    cast(
        coalesce(own.column_name, rest.column_name) as {{ gtm_tower.type_of('text') }}
    ) as column_name
from attributes
left join profile_columns as own on attributes.kind = own.kind and attributes.item = own.item
inner join profile_columns as rest on attributes.kind = rest.kind and rest.item = 'other'
group by 1, 2
