{% set sums = {
    'media_spend': 'money', 'sales_cost': 'money', 'total_cost': 'money', 'lead_count': 'count',
    'opportunity_count': 'count', 'demo_set_count': 'count', 'demo_held_count': 'count',
    'won_count': 'count', 'won_with_ltv_count': 'count', 'won_ltv': 'money',
    'matched_media_spend': 'money', 'media_won_count': 'count', 'media_ltv_count': 'count',
    'media_ltv': 'money', 'matched_full_cost': 'money', 'full_won_count': 'count',
    'full_ltv_count': 'count', 'full_ltv': 'money',
} %}

with

reporting_months as (

    select * from {{ ref('int_efficiency__reporting_months') }}

),

matched as (

    select
        reporting_months.*,
        case when matched_media_spend is not null then won_count end as media_won_count,
        case when matched_media_spend is not null then won_with_ltv_count end as media_ltv_count,
        case when matched_media_spend is not null then won_ltv end as media_ltv,
        case when matched_full_cost is not null then won_count end as full_won_count,
        case when matched_full_cost is not null then won_with_ltv_count end as full_ltv_count,
        case when matched_full_cost is not null then won_ltv end as full_ltv
    from reporting_months

),

-- a sum over nothing known stays null; what has no date is in the total alone
periods as (

    select
        channel,
        substr(cast(date_month as {{ gtm_tower.type_of('text') }}), 1, 7) as period,
        date_month,
        has_media_data,
        has_sales_cost_data,
        {{ gtm_tower.is_complete_month(gtm_tower.add_months('date_month', 1)) }}
            as is_complete_month,
        {{ sums | join(', ') }}
    from matched
    where date_month is not null
    union all
    select
        channel,
        'total' as period,
        cast(null as date) as date_month,
        has_media_data,
        has_sales_cost_data,
        cast(null as {{ gtm_tower.type_of('boolean') }}) as is_complete_month,
        {%- for column in sums %}
        sum({{ column }}) as {{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from matched
    group by channel, has_media_data, has_sales_cost_data

),

measured as (

    select
        periods.*,
        {{ gtm_tower.ratio('won_ltv', 'won_with_ltv_count') }} as average_ltv,
        {{ gtm_tower.ratio('matched_media_spend', 'media_won_count') }} as cac_media,
        {{ gtm_tower.ratio('media_ltv', 'media_ltv_count') }} as average_media_ltv,
        {{ gtm_tower.ratio('matched_full_cost', 'full_won_count') }} as cac_fully_loaded,
        {{ gtm_tower.ratio('full_ltv', 'full_ltv_count') }} as average_full_ltv
    from periods

)

select
    channel,
    period,
    date_month,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column, kind in sums.items() %}
    cast({{ column }} as {{ gtm_tower.type_of(kind) }}) as {{ column }},
    {%- endfor %}
    average_ltv,
    cac_media,
    cac_fully_loaded,
    {{ gtm_tower.ratio('average_media_ltv', 'cac_media') }} as ltv_to_cac_media,
    {{ gtm_tower.ratio('average_full_ltv', 'cac_fully_loaded') }} as ltv_to_cac,
    has_media_data,
    has_sales_cost_data,
    is_complete_month
from measured
