{# the points that each kind of attribute gives a dated lead, in tenths, by what was known before
   the month the lead came in. Several items of a kind give their mean, rounded half up; an item
   that is not known, or of which nothing was known yet, gives none. #}
with

leads as (

    select * from {{ ref('int_sales__lead_maturity') }}

),

attributes as (

    select * from {{ ref('int_sales__lead_attributes') }}

),

points as (

    select * from {{ source('stats', 'icp_points') }}

),

items as (

    select
        attributes.lead_id,
        attributes.kind,
        attributes.item,
        coalesce(points.point_tenths, 0) as point_tenths,
        row_number() over (
            partition by attributes.lead_id, attributes.kind
            order by
                abs(coalesce(points.point_tenths, 0)) desc,
                {{ gtm_tower.binary_order('attributes.item') }}
        ) as place
    from attributes
    inner join leads on attributes.lead_id = leads.lead_id
    left join points
        on
            attributes.kind = points.kind
            and attributes.item = points.item
            and leads.created_month = points.score_month

),

kinds as (

    select
        lead_id,
        kind,
        cast(
            floor(cast(sum(point_tenths) as {{ gtm_tower.type_of('number') }}) / count(*) + 0.5)
            as {{ gtm_tower.type_of('count') }}
        ) as point_tenths,
        max(case when place = 1 then item end)
        || coalesce(max(case when place = 2 then ', ' || item end), '')
        || coalesce(max(case when place = 3 then ', ' || item end), '')
        || coalesce(max(case when place = 4 then ' and others' end), '') as items
    from items
    group by 1, 2

)

select
    lead_id,
    kind,
    items,
    point_tenths,
    replace(kind, '_', ' ') || ' ' || items || ' '
    || case when point_tenths < 0 then '-' else '+' end
    || cast(
        cast(floor(abs(point_tenths) / 10.0) as {{ gtm_tower.type_of('count') }})
        as {{ gtm_tower.type_of('text') }}
    )
    || '.'
    || cast(mod(abs(point_tenths), 10) as {{ gtm_tower.type_of('text') }}) as reason,
    row_number() over (partition by lead_id order by abs(point_tenths) desc, kind) as place
from kinds
