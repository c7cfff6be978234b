{# every accepted line of media spend and of sales costs, in its month and under the one spelling of
   its channel #}
with

lines as (

    select
        channel,
        'media' as cost_type,
        spent_at,
        amount
    from {{ ref('inputs__marketing_spend') }}
    union all
    select
        channel,
        coalesce(cost_type, '{{ gtm_tower.missing_name() }}') as cost_type,
        spent_at,
        amount
    from {{ ref('inputs__sales_costs') }}

),

channels as (

    select * from {{ ref('int_core__spellings') }}
    where kind = 'channel'

),

named as (

    select
        {{ gtm_tower.month_of('lines.spent_at') }} as date_month,
        coalesce(channels.name, '{{ gtm_tower.missing_name() }}') as channel,
        lines.cost_type,
        lines.amount
    from lines
    left join channels on lower(lines.channel) = channels.name_key

)

select
    date_month,
    channel,
    cost_type,
    '{{ var("gtm_currency") }}' as currency,
    {{ gtm_tower.sum_money('amount') }} as amount,
    count(*) as line_count
from named
group by 1, 2, 3
