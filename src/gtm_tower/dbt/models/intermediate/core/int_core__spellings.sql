{# 'Google Ads', 'google ads' and 'GOOGLE ADS' are one channel: each name is shown in the spelling
   that is seen most, the first by its bytes among equals #}
{% set columns = [
    ('segment', 'accounts', 'segment'),
    ('segment', 'opportunities', 'segment'),
    ('region', 'accounts', 'region'),
    ('channel', 'accounts', 'acquisition_channel'),
    ('channel', 'marketing_spend', 'channel'),
    ('channel', 'sales_costs', 'channel'),
    ('channel', 'leads', 'channel'),
    ('channel', 'orders', 'channel'),
    ('origin', 'leads', 'origin'),
    ('plan', 'subscriptions', 'plan'),
    ('campaign', 'leads', 'campaign'),
    ('campaign', 'marketing_spend', 'campaign'),
    ('campaign', 'orders', 'campaign'),
    ('campaign', 'web_events', 'campaign'),
    ('product', 'orders', 'product_name'),
    ('category', 'products', 'category'),
    ('country', 'customers', 'country'),
] %}

with

names as (

    {% for kind, input, column in columns if input in var('gtm_feeds') -%}
    select '{{ kind }}' as kind, {{ column }} as name from {{ ref('inputs__' ~ input) }}
    union all
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as kind,
        cast(null as {{ gtm_tower.type_of('text') }}) as name

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
