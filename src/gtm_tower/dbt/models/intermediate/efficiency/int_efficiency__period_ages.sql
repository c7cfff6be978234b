{# margin against spend by age of each row that fct_cac_ltv shows: every month, and each
   channel's total over the months old enough for the age, with known spend where the channel has
   spend data #}
with

cohort_ages as (

    select * from {{ ref('int_efficiency__cohort_ages') }}
    where is_complete

)

select
    acquisition_channel,
    substr(cast(cohort_month as {{ gtm_tower.type_of('text') }}), 1, 7) as period,
    age_months,
    customer_count,
    cumulative_margin,
    matched_spend
from cohort_ages
union all
select
    acquisition_channel,
    'total' as period,
    age_months,
    cast(sum(customer_count) as {{ gtm_tower.type_of('count') }}) as customer_count,
    {{ gtm_tower.sum_money('cumulative_margin') }} as cumulative_margin,
    cast(sum(matched_spend) as {{ gtm_tower.type_of('money') }}) as matched_spend
from cohort_ages
where matched_spend is not null or not has_spend_data
group by acquisition_channel, age_months
