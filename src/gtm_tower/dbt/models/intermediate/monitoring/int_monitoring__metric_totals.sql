{# the sums behind each watched metric in the months that have any: what is counted or added, for a
   rate what it is divided by, and the volume behind it; of the inputs that a source provides #}
{% set counted = gtm_tower.count_where %}
{% set sources = {
    'revenue': ['invoices', 'fct_revenue_monthly', 'date_month', {
        'mrr': 'sum(mrr)',
        'new_mrr': 'sum(new_mrr)',
        'churned_mrr': 'sum(churned_mrr)',
        'expansion_mrr': 'sum(expansion_mrr)',
        'account_count': counted('mrr > 0'),
        'opening_count': counted('prior_mrr > 0'),
        'new_count': counted("movement = 'new'"),
        'churned_count': counted("movement = 'churn'"),
        'expansion_count': counted("movement = 'expansion'"),
    }],
    'pipeline': ['opportunities', 'fct_pipeline', 'date_month', {
        'created_count': 'sum(created_count)',
        'won_amount': 'sum(case when is_amount_recorded then won_amount end)',
        'won_count': 'sum(won_count)',
        'closed_count': 'sum(won_count + lost_count)',
    }],
    'spend': ['marketing_spend', 'int_efficiency__channel_spend', 'date_month', {
        'spend': 'sum(spend)',
    }],
    'support': ['support_tickets', 'fct_support', 'date_month', {
        'ticket_count': 'sum(ticket_count)',
        'breached_count': 'sum(sla_breached_count)',
        'judged_count': 'sum(sla_met_count + sla_breached_count)',
    }],
    'activity': ['product_events', 'int_product__user_months', 'date_month', {
        'event_count': 'sum(event_count)',
        'user_count': 'count(distinct user_id)',
    }],
    'signups': ['users', 'inputs__users', gtm_tower.month_of('created_at'), {
        'user_count': 'count(*)',
    }],
    'orders': ['orders', 'int_customer__orders', 'ordered_month', {
        'order_count': 'count(*)',
        'revenue': 'sum(amount)',
        'amount_count': 'count(amount)',
        'first_order_count': counted('is_first_order'),
    }],
    'deposits': ['deposits', 'inputs__deposits', gtm_tower.month_of('deposited_at'), {
        'amount': 'sum(amount)',
        'deposit_count': 'count(*)',
    }],
} %}
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
    'orders': ['orders', 'order_count', 'null', 'order_count'],
    'order_revenue': ['orders', 'revenue', 'null', 'amount_count'],
    'average_order_value': ['orders', 'revenue', 'amount_count', 'amount_count'],
    'new_customers': ['orders', 'first_order_count', 'null', 'first_order_count'],
    'deposits': ['deposits', 'amount', 'null', 'deposit_count'],
} %}

with

{% for source, (input, model, month, columns) in sources.items() if input in var('gtm_feeds') -%}
{{ source }} as (

    select
        {%- for column, total in columns.items() %}
        {{ total }} as {{ column }},
        {%- endfor %}
        {{ month }} as date_month
    from {{ ref(model) }}
    group by {{ month }}

),

{% endfor -%}
totals as (

    {% for metric, (source, total, divisor, volume) in metrics.items()
        if sources[source][0] in var('gtm_feeds') -%}
    select
        '{{ metric }}' as metric,
        date_month,
        cast({{ total }} as {{ gtm_tower.type_of('number') }}) as total,
        cast({{ divisor }} as {{ gtm_tower.type_of('number') }}) as divisor,
        cast({{ volume }} as {{ gtm_tower.type_of('count') }}) as volume_count,
        {{ divisor != 'null' }} as is_rate
    from {{ source }}
    union all
    {% endfor -%}
    select
        cast(null as {{ gtm_tower.type_of('text') }}) as metric,
        cast(null as date) as date_month,
        cast(null as {{ gtm_tower.type_of('number') }}) as total,
        cast(null as {{ gtm_tower.type_of('number') }}) as divisor,
        cast(null as {{ gtm_tower.type_of('count') }}) as volume_count,
        cast(null as {{ gtm_tower.type_of('boolean') }}) as is_rate

)

-- a company that records no amount of a deal has no months of zero
select * from totals
where date_month is not null and (metric <> 'won_amount' or total is not null)
