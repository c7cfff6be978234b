{# 'Google Ads', 'google ads' and 'GOOGLE ADS' are one channel: each name is shown in the spelling
   that is seen most, the first by its bytes among equals #}
with

names as (

    select 'segment' as kind, segment as name from {{ ref('inputs__accounts') }}
    union all
    select 'segment' as kind, segment as name from {{ ref('inputs__opportunities') }}
    union all
    select 'region' as kind, region as name from {{ ref('inputs__accounts') }}
    union all
    select 'channel' as kind, acquisition_channel as name from {{ ref('inputs__accounts') }}
    union all
    select 'channel' as kind, channel as name from {{ ref('inputs__marketing_spend') }}
    union all
    select 'channel' as kind, channel as name from {{ ref('inputs__sales_costs') }}
    union all
    select 'channel' as kind, channel as name from {{ ref('inputs__leads') }}
    union all
    select 'origin' as kind, origin as name from {{ ref('inputs__leads') }}
    union all
    select 'plan' as kind, plan as name from {{ ref('inputs__subscriptions') }}

),

seen as (

    select
        kind,
        name,
        lower(name) as name_key,
        count(*) as seen_count
    from names
    where name is not null
    group by 1, 2, 3

),

ranked as (

    select
        kind,
        name,
        name_key,
        row_number() over (
            partition by kind, name_key
            order by seen_count desc, {{ gtm_tower.binary_order('name') }}
        ) as place
    from seen

)

select
    kind,
    name_key,
    name
from ranked
where place = 1
