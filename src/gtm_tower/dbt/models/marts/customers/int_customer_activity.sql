{# each order beside what its customer had done before it #}
with

customers as (

    select * from {{ ref('inputs__customers') }}

),

orders as (

    select * from {{ ref('int_customer__orders') }}

),

followed as (

    select
        orders.*,
        lag(ordered_date) over (partition by customer_id order by order_number)
            as previous_order_date,
        min(ordered_date) over (partition by customer_id) as first_order_date,
        sum(amount) over (
            partition by customer_id
            order by order_number
            rows between unbounded preceding and current row
        ) as cumulative_value,
        count(*) over (partition by customer_id) as order_count
    from orders

)

select
    followed.order_id,
    followed.customer_id,
    followed.product_id,
    followed.product_name,
    followed.status_group,
    followed.channel,
    followed.campaign,
    followed.primary_method,
    case
        when followed.order_number = 1 then 'new'
        when followed.order_number <= 3 then 'returning'
        else 'regular'
    end as lifecycle_stage,
    '{{ var("gtm_currency") }}' as currency,
    followed.amount,
    cast(followed.cumulative_value as {{ gtm_tower.type_of('money') }}) as cumulative_value,
    followed.payment_count,
    cast(followed.order_number as {{ gtm_tower.type_of('count') }}) as order_number,
    cast(
        {{ dbt.datediff('followed.previous_order_date', 'followed.ordered_date', 'day') }}
        as {{ gtm_tower.type_of('count') }}
    ) as days_since_previous_order,
    cast(
        {{ dbt.datediff('followed.first_order_date', 'followed.ordered_date', 'day') }}
        as {{ gtm_tower.type_of('count') }}
    ) as days_since_first_order,
    followed.order_number = followed.order_count as is_last_order,
    followed.is_returned,
    followed.is_before_signup,
    followed.ordered_date,
    followed.ordered_at,
    customers.signed_up_at
from followed
inner join customers on followed.customer_id = customers.customer_id
