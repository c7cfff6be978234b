{# what each customer deposited. The first deposit is the earliest, never the smallest. #}
with

deposits as (

    select * from {{ ref('inputs__deposits') }}

),

numbered as (

    select
        deposits.*,
        row_number() over (
            partition by customer_id
            order by deposited_at, length(deposit_id), {{ gtm_tower.binary_order('deposit_id') }}
        ) as deposit_number
    from deposits

)

select
    customer_id,
    count(*) as deposit_count,
    {{ gtm_tower.sum_money('amount') }} as deposit_amount,
    cast(sum(case when deposit_number = 1 then amount end) as {{ gtm_tower.type_of('money') }})
        as first_deposit_amount,
    max(case when deposit_number = 1 then deposit_id end) as first_deposit_id,
    min(deposited_at) as first_deposit_at,
    max(deposited_at) as last_deposit_at
from numbered
group by 1
