{# every touch, with the names of its channel and campaign that reports group by #}
{% set parts = {
    'int_attribution__visits': 'web_events',
    'int_attribution__order_touches': 'orders',
    'int_attribution__sales_touches': 'opportunities',
} %}
{% set columns = [
    'touchpoint_id', 'person_kind', 'person_id', 'customer_id', 'channel', 'campaign', 'source',
    'medium', 'origin', 'is_derived', 'touched_at',
] %}
{% set unknown = gtm_tower.missing_name() %}

with

touches as (

    {% for part, input in parts.items() if input in var('gtm_feeds') -%}
    select {{ columns | join(', ') }} from {{ ref(part) }}
    union all
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as touchpoint_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as person_kind,
        cast(null as {{ gtm_tower.type_of('text') }}) as person_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as customer_id,
        cast(null as {{ gtm_tower.type_of('text') }}) as channel,
        cast(null as {{ gtm_tower.type_of('text') }}) as campaign,
        cast(null as {{ gtm_tower.type_of('text') }}) as source,
        cast(null as {{ gtm_tower.type_of('text') }}) as medium,
        cast(null as {{ gtm_tower.type_of('text') }}) as origin,
        cast(null as {{ gtm_tower.type_of('boolean') }}) as is_derived,
        cast(null as {{ gtm_tower.type_of('timestamp') }}) as touched_at

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

-- a campaign with spend in one channel belongs to it
spend as (

    select * from {{ ref('int_attribution__spend') }}
    where channel_count = 1 and campaign <> '{{ unknown }}'

),

sourced as (

    select
        touches.*,
        coalesce(campaigns.name, touches.campaign) as campaign_name,
        case lower(touches.medium)
            {%- for pair in var('gtm_policies').medium_channels %}
            when '{{ pair.split("=")[0].strip() }}' then '{{ pair.split("=")[1].strip() }}'
            {%- endfor %}
        end as medium_channel,
        coalesce(touches.channel, touches.campaign, touches.source, touches.medium) is null
            as is_untagged
    from touches
    left join spellings as campaigns
        on lower(touches.campaign) = campaigns.name_key and campaigns.kind = 'campaign'
    where touches.touchpoint_id is not null

),

named as (

    select
        sourced.*,
        case
            when is_untagged then '(direct)'
            else coalesce(
                sourced.channel, spend.channel, channels.name,
                medium_channel, medium, source, '{{ unknown }}'
            )
        end as channel_name
    from sourced
    left join spend on sourced.campaign_name = spend.campaign
    left join spellings as channels
        on sourced.medium_channel = channels.name_key and channels.kind = 'channel'

)

select
    touchpoint_id,
    person_id,
    person_kind,
    customer_id,
    channel_name as channel,
    case when is_untagged then '(direct)' else coalesce(campaign_name, '{{ unknown }}') end
        as campaign,
    origin,
    {{ gtm_tower.is_direct_channel('channel_name') }} as is_direct,
    is_derived,
    touched_at
from named
