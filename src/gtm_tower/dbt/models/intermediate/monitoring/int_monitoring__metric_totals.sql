{# the sums behind each watched metric in the months that have any: what is counted or added, for a
   rate what it is divided by, and the volume behind it #}
{% set metrics = {
    'mrr': ['revenue', 'mrr', 'null', 'account_count'],
    'new_mrr': ['revenue', 'new_mrr', 'null', 'new_count'],
    'churned_mrr': ['revenue', 'churned_mrr', 'null', 'churned_count'],
    'expansion_mrr': ['revenue', 'expansion_mrr', 'null', 'expansion_count'],
    'active_customers': ['revenue', 'account_count', 'null', 'account_count'],
    'logo_churn_rate': ['revenue', 'churned_count', 'opening_count', 'opening_count'],
    'created_opportunities': ['pipeline', 'created_count', 'null', 'created_count'],
    'won_amount': ['pipeline', 'won_amount', 'null', 'won_count'],
    'closed_win_rate': ['pipeline', 'won_count', 'closed_count', 'closed_count'],
    'marketing_spend': ['spend', 'spend', 'null', 'null'],
    'tickets': ['support', 'ticket_count', 'null', 'ticket_count'],
    'sla_breach_rate': ['support', 'breached_count', 'judged_count', 'judged_count'],
    'product_events': ['activity', 'event_count', 'null', 'event_count'],
    'active_users': ['activity', 'user_count', 'null', 'user_count'],
    'new_users': ['signups', 'user_count', 'null', 'user_count'],
} %}

with

revenue as (

    select
        date_month,
        sum(mrr) as mrr,
        sum(new_mrr) as new_mrr,
        sum(churned_mrr) as churned_mrr,
        sum(expansion_mrr) as expansion_mrr,
        {{ gtm_tower.count_where('mrr > 0') }} as account_count,
        {{ gtm_tower.count_where('prior_mrr > 0') }} as opening_count,
        {{ gtm_tower.count_where("movement = 'new'") }} as new_count,
        {{ gtm_tower.count_where("movement = 'churn'") }} as churned_count,
        {{ gtm_tower.count_where("movement = 'expansion'") }} as expansion_count
    from {{ ref('fct_revenue_monthly') }}
    group by 1

),

pipeline as (

    select
        date_month,
        sum(created_count) as created_count,
        sum(won_amount) as won_amount,
        sum(won_count) as won_count,
        sum(won_count + lost_count) as closed_count
    from {{ ref('fct_pipeline') }}
    group by 1

),

spend as (

    select
        date_month,
        sum(spend) as spend
    from {{ ref('int_efficiency__channel_spend') }}
    group by 1

),

support as (

    select
        date_month,
        sum(ticket_count) as ticket_count,
        sum(sla_breached_count) as breached_count,
        sum(sla_met_count + sla_breached_count) as judged_count
    from {{ ref('fct_support') }}
    group by 1

),

activity as (

    select
        date_month,
        sum(event_count) as event_count,
        count(distinct user_id) as user_count
    from {{ ref('int_product__user_months') }}
    group by 1

),

signups as (

    select
        {{ gtm_tower.month_of('created_at') }} as date_month,
        count(*) as user_count
    from {{ ref('inputs__users') }}
    group by 1

)

{% for metric, (source, total, divisor, volume) in metrics.items() -%}
select
    '{{ metric }}' as metric,
    date_month,
    cast({{ total }} as {{ gtm_tower.type_of('number') }}) as total,
    cast({{ divisor }} as {{ gtm_tower.type_of('number') }}) as divisor,
    cast({{ volume }} as {{ gtm_tower.type_of('count') }}) as volume_count,
    {{ divisor != 'null' }} as is_rate
from {{ source }}
{%- if not loop.last %}
union all
{% endif %}
{%- endfor %}
