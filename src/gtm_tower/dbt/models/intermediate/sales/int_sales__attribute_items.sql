{# every item that a lead has, with the group it is shown in: itself, or `other` where too few
   leads have it #}
{% set most_columns = 200 %}

with

items as (

    select
        kind,
        item,
        is_known,
        count(*) as lead_count
    from {{ ref('int_sales__lead_attributes') }}
    group by 1, 2, 3

),

-- so that a table with a column for each stays one that every engine can make
ranked as (

    select
        items.*,
        row_number() over (
            partition by kind
            order by lead_count desc, {{ gtm_tower.binary_order('item') }}
        ) as place
    from items

),

judged as (

    select
        kind,
        item,
        lead_count,
        is_known,
        is_known
        and lower(item) not in ('none', 'other')
        and kind not in ('locations', 'channel')
        and lead_count >= {{ var('gtm_policies').min_one_hot_count }}
        and place <= {{ most_columns }} as is_common
    from ranked

)

select
    kind,
    item,
    case
        when is_common or not is_known or item = 'none' or kind in ('locations', 'channel')
            then item
        else 'other'
    end as item_group,
    lead_count,
    is_known,
    is_common
from judged
