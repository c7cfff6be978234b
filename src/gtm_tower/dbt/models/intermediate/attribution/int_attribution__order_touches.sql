{# the touch that an order itself tells of: what the source tracked or, where neither it nor a web
   event says anything, a channel derived by rule #}
{% set names = var('gtm_derived_channels') %}
{% set monday = "cast('1900-01-01' as date)" %}
{% set rules = {
    'promotion': 'promotional_amount > 0',
    'weekend': 'mod(' ~ dbt.datediff(monday, 'ordered_date', 'day') ~ ', 7) in (5, 6)',
    'high_value': 'amount >= ' ~ var('gtm_policies').high_value_amount,
    'otherwise': 'order_id is not null',
} %}

with

orders as (

    select * from {{ ref('int_customer__orders') }}

),

people as (

    select * from {{ ref('int_identity_stitching') }}
    where value_kind = 'user_id'

),

judged as (

    select
        orders.*,
        coalesce(people.person_id, orders.customer_id) as person_id,
        coalesce(orders.channel, orders.campaign) is not null as is_tracked
    from orders
    left join people on orders.customer_id = people.value

),

touched as (

    select
        judged.*,
        case
            when is_tracked then channel
            {%- for rule, condition in rules.items() if names[rule] %}
            when {{ condition }} then '{{ names[rule] }}'
            {%- endfor %}
        end as touch_channel
    from judged
    where is_tracked or not {{ 'web_events' in var('gtm_provided_inputs') }}

)

select
    'order:' || order_id as touchpoint_id,
    'person' as person_kind,
    person_id,
    customer_id,
    touch_channel as channel,
    campaign,
    cast(null as {{ gtm_tower.type_of('text') }}) as source,
    cast(null as {{ gtm_tower.type_of('text') }}) as medium,
    case when is_tracked then 'order' else 'derived' end as origin,
    not is_tracked as is_derived,
    ordered_at as touched_at
from touched
where is_tracked or touch_channel is not null
