select
    account_id,
    date_month,
    cast(sum(event_count) as {{ gtm_tower.type_of('count') }}) as event_count,
    count(*) as active_user_count
from {{ ref('int_product__user_months') }}
group by 1, 2
