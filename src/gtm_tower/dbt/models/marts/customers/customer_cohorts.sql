{% set policies = var('gtm_policies') %}

with

cells as (

    select * from {{ ref('int_customer__cohort_cells') }}

),

products as (

    select * from {{ ref('int_customer__cohort_products') }}

),

valued as (

    select
        cells.*,
        case when is_observable and running_valued_count > 0 then running_revenue end
            as cumulative_revenue
    from cells

),

-- a cohort is held against all that have been seen to the end of the same age
compared as (

    select
        valued.*,
        {{ gtm_tower.ratio('cumulative_revenue', 'cohort_size') }} as ltv_per_customer,
        sum(case when is_complete then cumulative_revenue end) over (partition by months_since)
            as pooled_revenue,
        sum(case when is_complete and cumulative_revenue is not null then cohort_size end)
            over (partition by months_since) as pooled_size,
        count(case when is_complete then cumulative_revenue end) over (partition by months_since)
            as compared_cohort_count
    from valued

),

judged as (

    select
        compared.*,
        case
            when is_complete
                then {{ gtm_tower.ratio(
                    'ltv_per_customer', gtm_tower.ratio('pooled_revenue', 'pooled_size')
                ) }}
        end as quality_index
    from compared

)

select
    judged.cohort_month,
    cast(judged.months_since as {{ gtm_tower.type_of('count') }}) as months_since,
    judged.date_month,
    case
        when judged.months_since = 0 then 'Acquisition'
        when judged.months_since <= 3 then 'Activation'
        when judged.months_since <= 6 then 'Retention'
        when judged.months_since <= 12 then 'Revenue'
        else 'Referral'
    end as stage,
    case
        when not judged.is_observable then cast(null as {{ gtm_tower.type_of('text') }})
        when not judged.is_complete then 'not complete'
        when judged.cohort_size < {{ policies.min_group_size }} then 'too small'
        when judged.quality_index is null then 'value unknown'
        when judged.compared_cohort_count = 1 then 'nothing to compare with'
        when judged.quality_index >= 1 + {{ policies.cohort_quality_band }} then 'High'
        when judged.quality_index <= 1 - {{ policies.cohort_quality_band }} then 'Low'
        else 'Medium'
    end as cohort_quality,
    products.top_products,
    '{{ var("gtm_currency") }}' as currency,
    judged.cohort_size,
    judged.active_count,
    judged.order_count,
    judged.valued_order_count,
    {{ gtm_tower.ratio('judged.active_count', 'judged.cohort_size') }} as retention_rate,
    cast(judged.revenue as {{ gtm_tower.type_of('money') }}) as cohort_revenue,
    cast(judged.cumulative_revenue as {{ gtm_tower.type_of('money') }}) as cumulative_revenue,
    judged.ltv_per_customer,
    judged.quality_index,
    judged.compared_cohort_count,
    judged.is_observable,
    judged.is_observable and judged.is_complete as is_complete,
    judged.cohort_size < {{ policies.min_group_size }} as is_too_small
from judged
left join products on judged.cohort_month = products.cohort_month
