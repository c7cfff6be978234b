{% set groups = ['date_month', 'segment', 'region', 'acquisition_channel'] %}

with

account_months as (

    select * from {{ ref('fct_revenue_monthly') }}

),

-- a group keeps its row in every month after its first customer
account_windows as (

    select
        today.*,
        coalesce(year_ago.mrr, 0) as year_ago_mrr
    from account_months as today
    left join account_months as year_ago
        on
            today.account_id = year_ago.account_id
            and year_ago.date_month = {{ gtm_tower.add_months('today.date_month', -12) }}

),

totals as (

    select
        {{ groups | join(', ') }},
        {%- for column in [
            'prior_mrr', 'first_observed_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr',
            'contraction_mrr', 'churned_mrr', 'mrr', 'year_ago_mrr',
        ] %}
        {{ gtm_tower.sum_money(column) }} as {{ column }},
        {%- endfor %}
        {{ gtm_tower.sum_where('mrr', 'prior_mrr > 0') }} as retained_mrr,
        {{ gtm_tower.sum_where('least(mrr, prior_mrr)', 'prior_mrr > 0') }} as kept_mrr,
        {{ gtm_tower.sum_where('mrr', 'year_ago_mrr > 0') }} as ttm_retained_mrr,
        {{ gtm_tower.sum_where('least(mrr, year_ago_mrr)', 'year_ago_mrr > 0') }} as ttm_kept_mrr,
        {{ gtm_tower.count_where('prior_mrr > 0') }} as opening_account_count,
        {{ gtm_tower.count_where("movement = 'first_observed'") }} as first_observed_account_count,
        {{ gtm_tower.count_where("movement = 'new'") }} as new_account_count,
        {{ gtm_tower.count_where('prior_mrr = 0 and mrr > 0 and date_month > first_paid_month') }}
            as returned_account_count,
        {{ gtm_tower.count_where("movement = 'churn'") }} as churned_account_count,
        {{ gtm_tower.count_where('mrr > 0') }} as account_count
    from account_windows
    group by {{ groups | join(', ') }}

)

select
    date_month,
    segment,
    region,
    acquisition_channel,
    '{{ var("gtm_currency") }}' as currency,
    prior_mrr as opening_mrr,
    first_observed_mrr,
    new_mrr,
    reactivation_mrr,
    expansion_mrr,
    contraction_mrr,
    churned_mrr,
    mrr,
    cast(mrr * 12 as {{ gtm_tower.type_of('money') }}) as arr,
    retained_mrr,
    kept_mrr,
    year_ago_mrr as ttm_opening_mrr,
    ttm_retained_mrr,
    ttm_kept_mrr,
    opening_account_count,
    first_observed_account_count,
    new_account_count,
    returned_account_count,
    churned_account_count,
    account_count,
    {{ gtm_tower.ratio('retained_mrr', 'prior_mrr') }} as nrr,
    {{ gtm_tower.ratio('kept_mrr', 'prior_mrr') }} as grr,
    {{ gtm_tower.ratio('ttm_retained_mrr', 'year_ago_mrr') }} as ttm_nrr,
    {{ gtm_tower.ratio('ttm_kept_mrr', 'year_ago_mrr') }} as ttm_grr,
    {{ gtm_tower.ratio('churned_account_count', 'opening_account_count') }} as logo_churn_rate,
    {{ gtm_tower.ratio(
        'new_mrr + expansion_mrr + reactivation_mrr', 'contraction_mrr + churned_mrr'
    ) }} as quick_ratio,
    {{ gtm_tower.ratio('mrr', 'account_count') }} as arpa
from totals
