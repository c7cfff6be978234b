{# each driver with what its buckets are ordered by; names are ordered as text #}
{% set drivers = {
    'usage': 'events_per_user',
    'active_users': 'active_user_rate',
    'sla_breaches': 'breach_count',
    'tenure': 'tenure_months',
    'mrr_band': 'prior_mrr',
    'plan': '0',
    'invoicing': '0',
    'segment': '0',
    'region': '0',
    'acquisition_channel': '0',
} %}
{% set number = gtm_tower.type_of('number') %}

with

exposures as (

    select * from {{ ref('int_product__churn_buckets') }}

),

buckets as (

    {% for driver, measure in drivers.items() -%}
    select
        '{{ driver }}' as driver,
        {{ driver }} as bucket,
        min(cast({{ measure }} as {{ number }})) as lowest_value,
        count(*) as account_months,
        {{ gtm_tower.count_where('is_churned') }} as churned_account_months,
        {{ gtm_tower.sum_where('prior_mrr', 'is_churned') }} as churned_mrr
    from exposures
    group by {{ driver }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

base as (

    select
        {{ gtm_tower.ratio(gtm_tower.count_where('is_churned'), 'count(*)') }} as base_churn_rate
    from exposures

),

rated as (

    select
        buckets.driver,
        buckets.bucket,
        buckets.account_months,
        buckets.churned_account_months,
        buckets.churned_mrr,
        {{ gtm_tower.ratio('buckets.churned_account_months', 'buckets.account_months') }}
            as churn_rate,
        base.base_churn_rate,
        row_number() over (
            partition by buckets.driver
            order by
                case
                    when buckets.bucket like 'unknown (%' then 2
                    when buckets.bucket = 'no users' then 1
                    else 0
                end,
                coalesce(buckets.lowest_value, 0),
                {{ gtm_tower.binary_order('buckets.bucket') }}
        ) as bucket_order
    from buckets
    cross join base

)

select
    driver,
    bucket,
    cast(bucket_order as {{ gtm_tower.type_of('count') }}) as bucket_order,
    '{{ var("gtm_currency") }}' as currency,
    account_months,
    churned_account_months,
    churned_mrr,
    churn_rate,
    base_churn_rate,
    {{ gtm_tower.ratio('churn_rate', 'base_churn_rate') }} as lift,
    {{ gtm_tower.wilson_bound('churned_account_months', 'account_months', 'low') }} as ci_low,
    {{ gtm_tower.wilson_bound('churned_account_months', 'account_months', 'high') }} as ci_high,
    account_months < {{ var('gtm_policies').min_group_size }} as is_too_small
from rated
