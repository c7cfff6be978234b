{# every order with its product, what it is worth and its place among the orders of its customer #}
{% set policies = var('gtm_policies') %}
{% set groups = {
    'returned': policies.returned_order_statuses,
    'pending': policies.pending_order_statuses,
    'cancelled': policies.cancelled_order_statuses,
} %}

with

orders as (

    select * from {{ ref('inputs__orders') }}

),

customers as (

    select * from {{ ref('inputs__customers') }}

),

products as (

    select * from {{ ref('int_customer__order_products') }}

),

payments as (

    select * from {{ ref('int_customer__order_payments') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

-- of two orders of one moment that with the shorter id is the earlier: 9 before 10
numbered as (

    select
        orders.*,
        row_number() over (
            partition by orders.customer_id
            order by
                orders.ordered_at,
                length(orders.order_id),
                {{ gtm_tower.binary_order('orders.order_id') }}
        ) as order_number,
        {{ gtm_tower.is_before('orders.ordered_at', 'customers.signed_up_at') }}
            as is_before_signup,
        {{ gtm_tower.date_of('orders.ordered_at') }} as ordered_date,
        {{ gtm_tower.month_of('orders.ordered_at') }} as ordered_month
    from orders
    inner join customers on orders.customer_id = customers.customer_id

)

select
    numbered.order_id,
    numbered.customer_id,
    products.product_id,
    products.product_name,
    products.category,
    numbered.status,
    case
        {%- for name, statuses in groups.items() %}
        when numbered.status in ('{{ statuses | join("', '") }}') then '{{ name }}'
        {%- endfor %}
        else 'successful'
    end as status_group,
    channels.name as channel,
    campaigns.name as campaign,
    payments.primary_method,
    cast(coalesce(numbered.amount, payments.paid_amount) as {{ gtm_tower.type_of('money') }})
        as amount,
    payments.promotional_amount,
    coalesce(payments.payment_count, 0) as payment_count,
    numbered.order_number,
    numbered.order_number = 1 as is_first_order,
    numbered.status in ('{{ groups.returned | join("', '") }}') as is_returned,
    numbered.is_before_signup,
    numbered.ordered_date,
    numbered.ordered_month,
    numbered.ordered_at
from numbered
inner join products on numbered.order_id = products.order_id
left join payments on numbered.order_id = payments.order_id
left join spellings as channels
    on lower(numbered.channel) = channels.name_key and channels.kind = 'channel'
left join spellings as campaigns
    on lower(numbered.campaign) = campaigns.name_key and campaigns.kind = 'campaign'
