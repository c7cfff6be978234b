with

customers as (

    select * from {{ ref('inputs__customers') }}

),

totals as (

    select * from {{ ref('int_customer__totals') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

paced as (

    select
        totals.*,
        case
            when purchase_day_count > 1
                then {{ gtm_tower.ratio('tenure_days', 'purchase_day_count - 1') }}
        end as expected_gap_days
    from totals

),

risked as (

    select
        paced.*,
        {{ gtm_tower.ratio('days_since_last_order', 'expected_gap_days') }} as churn_risk
    from paced

)

select
    customers.customer_id,
    customers.first_name,
    customers.last_name,
    customers.email,
    coalesce(countries.name, '{{ gtm_tower.missing_name() }}') as country,
    case
        when risked.order_count = 0 then 'no orders'
        when risked.churn_risk is null then 'unknown'
        when risked.churn_risk <= 1 then 'on time'
        when risked.churn_risk <= 2 then 'late'
        else 'overdue'
    end as churn_state,
    '{{ var("gtm_currency") }}' as currency,
    cast(risked.revenue as {{ gtm_tower.type_of('money') }}) as lifetime_value,
    cast(risked.returned_amount as {{ gtm_tower.type_of('money') }}) as returned_amount,
    cast(risked.promotional_amount as {{ gtm_tower.type_of('money') }}) as promotional_amount,
    {{ gtm_tower.ratio('risked.revenue', 'risked.valued_order_count') }} as average_order_value,
    risked.order_count,
    risked.valued_order_count,
    risked.successful_order_count,
    risked.returned_order_count,
    risked.pending_order_count,
    risked.cancelled_order_count,
    risked.product_count,
    risked.purchase_day_count,
    cast(risked.days_since_last_order as {{ gtm_tower.type_of('count') }}) as days_since_last_order,
    risked.expected_gap_days,
    risked.churn_risk,
    customers.email is not null as has_email,
    risked.order_count > 1 as is_repeat_customer,
    risked.first_order_date,
    risked.last_order_date,
    customers.signed_up_at,
    risked.first_order_at,
    risked.last_order_at
from customers
inner join risked on customers.customer_id = risked.customer_id
left join spellings as countries
    on lower(customers.country) = countries.name_key and countries.kind = 'country'
