{# the payments of each order added up before they are joined to it: an order that is paid in two
   parts stays one order #}
{% set policies = var('gtm_policies') %}
{% set groups = {
    'card': policies.card_methods,
    'bank': policies.bank_methods,
    'promotional': policies.promotional_methods,
} %}

with

payments as (

    select * from {{ ref('inputs__payments') }}

),

named as (

    select
        order_id,
        amount,
        coalesce(lower(method), '{{ gtm_tower.missing_name() }}') as method
    from payments
    where order_id is not null

),

grouped as (

    select
        named.*,
        case
            {%- for name, methods in groups.items() %}
            when method in ('{{ methods | join("', '") }}') then '{{ name }}'
            {%- endfor %}
            else 'other'
        end as method_group
    from named

),

methods as (

    select
        order_id,
        method,
        method_group,
        sum(amount) as amount,
        {{ gtm_tower.sum_where('amount', 'amount < 0') }} as refunds,
        count(*) as payment_count
    from grouped
    group by 1, 2, 3

),

ranked as (

    select
        methods.*,
        row_number() over (
            partition by order_id
            order by amount desc, {{ gtm_tower.binary_order('method') }}
        ) as place
    from methods

)

select
    order_id,
    max(case when place = 1 then method end) as primary_method,
    cast(sum(payment_count) as {{ gtm_tower.type_of('count') }}) as payment_count,
    {{ gtm_tower.sum_money('amount') }} as paid_amount,
    {%- for name in ['card', 'bank', 'promotional', 'other'] %}
    {{ gtm_tower.sum_where('amount', "method_group = '" ~ name ~ "'") }} as {{ name }}_amount,
    {%- endfor %}
    {{ gtm_tower.sum_money('-refunds') }} as refunded_amount
from ranked
group by 1
