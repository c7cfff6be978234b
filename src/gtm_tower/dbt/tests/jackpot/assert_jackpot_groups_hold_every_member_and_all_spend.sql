{# a row of the result is a touch whose groups do not hold every sign-up, every buyer among them or
   all spend once #}
with

sums as (

    select
        touch,
        sum(member_count) as member_count,
        sum(buyer_count) as buyer_count,
        coalesce(sum(spend), 0) as spend
    from {{ ref('high_jackpot_analysis') }}
    group by 1

),

members as (

    select
        count(*) as member_count,
        count(orders.customer_id) as buyer_count
    from {{ ref('inputs__customers') }} as customers
    left join {{ ref('int_customer__orders') }} as orders
        on customers.customer_id = orders.customer_id and orders.is_first_order
    where customers.signed_up_at is not null

),

spend as (

    select coalesce(sum(amount), 0) as spend from {{ ref('inputs__marketing_spend') }}

)

select
    sums.touch,
    sums.member_count,
    members.member_count as sign_ups
from sums
cross join members
cross join spend
where
    sums.member_count <> members.member_count
    or sums.buyer_count <> members.buyer_count
    or sums.spend <> spend.spend
