{# what every lead would be worth as a customer. Every factor is a decimal, so that the amount is
   exact before it is rounded, half up, and each engine rounds alike. #}
{% set policies = var('gtm_policies') %}
{% set revenue_months = {'won': 'closed_month', 'created': 'opportunity_created_month'} %}

with

leads as (

    select
        leads.*,
        {{ gtm_tower.month_of('opportunity_created_at') }} as opportunity_created_month
    from {{ ref('int_sales__leads') }} as leads

)

select
    lead_id,
    opportunity_id,
    channel,
    origin,
    coalesce(nullif(channel, '{{ gtm_tower.missing_name() }}'), origin) as acquisition_channel,
    state,
    '{{ var("gtm_currency") }}' as currency,
    predicted_monthly_sales,
    cast(
        (
            cast({{ policies.subscription_per_month }} as numeric(18, 6))
            + cast({{ policies.take_rate }} as numeric(9, 6)) * predicted_monthly_sales
        )
        * cast({{ policies.lifetime_months }} as numeric(9, 6))
        * cast({{ policies.gross_margin }} as numeric(9, 6))
        as {{ gtm_tower.type_of('money') }}
    ) as estimated_ltv,
    predicted_monthly_sales is not null as has_predicted_sales,
    created_month,
    opportunity_created_month,
    case when state = 'won' then closed_month end as won_month,
    case when state = 'won' then {{ revenue_months[policies.revenue_month] }} end as revenue_month
from leads
