{% set columns = {
    'order_id': 'text',
    'customer_id': 'text',
    'product_id': 'text',
    'product_name': 'text',
    'status': 'text',
    'channel': 'text',
    'campaign': 'text',
    'currency': 'text',
    'amount': 'money',
    'ordered_at': 'timestamp',
} %}
{% set status_names = [
    'placed',
    'pending',
    'processing',
    'paid',
    'shipped',
    'delivered',
    'completed',
    'return_pending',
    'returned',
    'refunded',
    'cancelled',
    'canceled',
    'failed',
] %}
{# a status that a policy sorts is legal by that #}
{% for policy in ['returned', 'pending', 'cancelled'] %}
{%- do status_names.extend(var('gtm_policies')[policy ~ '_order_statuses']) -%}
{% endfor %}

with

received as {{ gtm_tower.inlined() }} (

    {{ gtm_tower.feeds('orders', columns) }}

),

customers as (

    {{ gtm_tower.keys_of('customers', 'customer_id') }}

),

judged as {{ gtm_tower.inlined() }} (

    select
        received.*,
        coalesce(
            {{ gtm_tower.leave_later('orders') }},
            received.problem,
            {{ gtm_tower.refuse_missing(['order_id', 'customer_id', 'status', 'ordered_at']) }},
            {{ gtm_tower.refuse_negative('amount') }},
            {{ gtm_tower.refuse_currency() }},
            {{ gtm_tower.refuse_unknown('status', status_names) }},
            {{ gtm_tower.refuse_orphan('customer_id', 'customers') }}
        ) as verdict
    from received
    left join customers on received.customer_id = customers.customer_id

),

superseded as (

    {{ gtm_tower.superseded(['order_id']) }}

)

{{ gtm_tower.with_verdicts('orders', columns) }}
