{# what each product is among the others, by growth and share of revenue and by what comes back #}
{% set policies = var('gtm_policies') %}
{% set unknown = gtm_tower.missing_name() %}

with

sales as (

    select * from {{ ref('int_products__sales') }}

),

classes as (

    select * from {{ ref('int_products__classes') }}

),

rated as (

    select
        sales.*,
        classes.revenue_rank,
        classes.share_before_rate,
        classes.abc_category,
        coalesce(classes.lifecycle_stage, '{{ unknown }}') as lifecycle_stage,
        classes.growth_rate,
        classes.is_gaining_share,
        {{ gtm_tower.ratio('sales.returned_order_count', 'sales.order_count') }} as return_rate,
        sales.order_count < {{ policies.min_group_size }} as is_too_small
    from sales
    left join classes on sales.product_id = classes.product_id

),

compared as (

    select
        rated.*,
        coalesce(return_rate > {{ policies.max_return_rate }}, false) as is_returned_often
    from rated

)

select
    compared.*,
    case
        when not is_product then '{{ unknown }}'
        when lifecycle_stage = 'not sold' then 'not sold'
        when is_too_small then 'too small'
        when is_returned_often then 'Problem'
        when lifecycle_stage = 'not enough history' then 'not enough history'
        when lifecycle_stage = 'declining' then 'Declining'
        when abc_category = 'A' and is_gaining_share then 'Star'
        when abc_category = 'A' then 'Cash Cow'
        when is_gaining_share then 'Problem'
        else 'Declining'
    end as product_status
from compared
