with

profile_columns as (

    select * from {{ source('stats', 'profile_columns') }}

),

counts as (

    select
        column_name,
        count(*) as lead_count
    from {{ ref('int_sales__lead_columns') }}
    group by 1

)

select
    {%- for column in ['column_name', 'kind', 'item'] %}
    cast(profile_columns.{{ column }} as {{ gtm_tower.type_of('text') }}) as {{ column }},
    {%- endfor %}
    coalesce(counts.lead_count, 0) as lead_count
from profile_columns
left join counts on profile_columns.column_name = counts.column_name
