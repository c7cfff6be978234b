{% set groups = [
    'cohort_type', 'cohort_month', 'is_truncated_cohort', 'segment', 'region', 'acquisition_channel'
] %}

with

members as (

    select * from {{ ref('int_product__cohort_members') }}

),

active_months as (

    select * from {{ ref('int_product__cohort_months') }}

),

months as (

    select * from {{ ref('int_core__months') }}

),

cohorts as (

    select
        {{ groups | join(', ') }},
        first_visible_month,
        count(*) as cohort_size,
        sum(cohort_mrr) as cohort_mrr
    from members
    group by {{ groups | join(', ') }}, first_visible_month

),

first_cohorts as (

    select
        cohort_type,
        min(cohort_month) as first_month
    from cohorts
    group by 1

),

-- all cohorts of a type get the months of its oldest
ages as (

    select
        first_cohorts.cohort_type,
        cast({{ gtm_tower.months_between(
            'first_cohorts.first_month', 'months.date_month'
        ) }} as integer) as months_since
    from first_cohorts
    inner join months on first_cohorts.first_month <= months.date_month

),

cells as (

    select
        cohorts.*,
        ages.months_since,
        {{ gtm_tower.add_months('cohorts.cohort_month', 'ages.months_since') }} as date_month
    from cohorts
    inner join ages on cohorts.cohort_type = ages.cohort_type

),

dated as (

    select
        cells.*,
        coalesce(date_month between first_visible_month and {{ gtm_tower.as_of_month() }}, false)
            as is_observable,
        {{ gtm_tower.is_complete_month(gtm_tower.add_months('date_month', 1)) }} as is_over
    from cells

),

filled as (

    select
        dated.*,
        case when dated.is_observable then coalesce(active_months.active_count, 0) end
            as active_count,
        case
            when dated.is_observable and dated.cohort_type = 'customer'
                then coalesce(active_months.retained_mrr, 0)
        end as retained_mrr
    from dated
    left join active_months
        on
            {%- for column in groups %}
            dated.{{ column }} = active_months.{{ column }} and
            {%- endfor %}
            dated.date_month = active_months.date_month

)

select
    cohort_type,
    cohort_month,
    segment,
    region,
    acquisition_channel,
    cast(months_since as {{ gtm_tower.type_of('count') }}) as months_since,
    date_month,
    '{{ var("gtm_currency") }}' as currency,
    cohort_size,
    active_count,
    {{ gtm_tower.ratio('active_count', 'cohort_size') }} as retention_rate,
    cast(cohort_mrr as {{ gtm_tower.type_of('money') }}) as cohort_mrr,
    cast(retained_mrr as {{ gtm_tower.type_of('money') }}) as retained_mrr,
    {{ gtm_tower.ratio('retained_mrr', 'cohort_mrr') }} as mrr_retention_rate,
    is_observable,
    is_observable and is_over as is_complete,
    is_truncated_cohort
from filled
