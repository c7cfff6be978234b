{% set ages = [1, 3, 6, 12, 24] %}
{% set sums = {
    'spend': 'money', 'leads': 'count', 'new_customer_count': 'count',
    'attributed_revenue': 'money', 'matched_spend': 'money', 'matched_customer_count': 'count',
    'matched_revenue': 'money',
} %}

with

channel_months as (

    select * from {{ ref('int_efficiency__channel_months') }}

),

periods as (

    select
        acquisition_channel,
        substr(cast(date_month as {{ gtm_tower.type_of('text') }}), 1, 7) as period,
        date_month,
        has_spend_data,
        {{ gtm_tower.is_complete_month('next_month') }} as is_complete_month,
        spend,
        leads,
        new_customer_count,
        attributed_revenue,
        matched_spend,
        case when matched_spend is not null then new_customer_count end as matched_customer_count,
        case when matched_spend is not null then attributed_revenue end as matched_revenue
    from channel_months

),

-- a sum over nothing known stays null
all_periods as (

    select
        acquisition_channel,
        period,
        date_month,
        has_spend_data,
        is_complete_month,
        {{ sums | join(', ') }}
    from periods
    union all
    select
        acquisition_channel,
        'total' as period,
        cast(null as date) as date_month,
        has_spend_data,
        cast(null as {{ gtm_tower.type_of('boolean') }}) as is_complete_month,
        {%- for column in sums %}
        sum({{ column }}) as {{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from periods
    group by acquisition_channel, has_spend_data

),

values_by_age as (

    select
        acquisition_channel,
        period,
        {%- for age in ages %}
        max(case when age_months = {{ age }} then customer_count end) as customer_count_{{ age }}m,
        max(case when age_months = {{ age }} then cumulative_margin end) as margin_{{ age }}m,
        max(case when age_months = {{ age }} then matched_spend end) as spend_{{ age }}m,
        {%- endfor %}
        min(case when customer_count > 0 and cumulative_margin >= matched_spend then age_months end)
            as payback_months
    from {{ ref('int_efficiency__period_ages') }}
    group by 1, 2

)

select
    all_periods.acquisition_channel,
    all_periods.period,
    all_periods.date_month,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column, kind in sums.items() %}
    cast(all_periods.{{ column }} as {{ gtm_tower.type_of(kind) }}) as {{ column }},
    {%- endfor %}
    {{ gtm_tower.ratio('all_periods.matched_spend', 'all_periods.matched_customer_count') }}
        as cac_paid_media,
    {{ gtm_tower.ratio('all_periods.matched_revenue', 'all_periods.matched_spend') }} as roas,
    {%- for age in ages %}
    values_by_age.customer_count_{{ age }}m,
    values_by_age.margin_{{ age }}m,
    values_by_age.spend_{{ age }}m,
    {{ gtm_tower.ratio(
        'values_by_age.margin_' ~ age ~ 'm', 'values_by_age.customer_count_' ~ age ~ 'm'
    ) }} as ltv_{{ age }}m,
    {{ gtm_tower.ratio(
        'values_by_age.spend_' ~ age ~ 'm', 'values_by_age.customer_count_' ~ age ~ 'm'
    ) }} as cac_{{ age }}m,
    case
        when values_by_age.customer_count_{{ age }}m > 0
            then {{ gtm_tower.ratio(
                'values_by_age.margin_' ~ age ~ 'm', 'values_by_age.spend_' ~ age ~ 'm'
            ) }}
    end as ltv_to_cac_{{ age }}m,
    {%- endfor %}
    values_by_age.payback_months,
    case
        when all_periods.new_customer_count = 0 or all_periods.matched_customer_count = 0
            then 'no_customers'
        when all_periods.matched_spend is null then 'no_spend_data'
        when values_by_age.payback_months is not null then 'paid_back'
        else 'not_yet'
    end as payback_state,
    all_periods.has_spend_data,
    all_periods.is_complete_month
from all_periods
left join values_by_age
    on
        all_periods.acquisition_channel = values_by_age.acquisition_channel
        and all_periods.period = values_by_age.period
