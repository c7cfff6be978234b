{# spend and leads of each channel in the months that have a line of spend #}
with

spend as (

    select * from {{ ref('inputs__marketing_spend') }}

),

channels as (

    select * from {{ ref('int_core__spellings') }}
    where kind = 'channel'

),

named as (

    select
        channels.name as acquisition_channel,
        {{ gtm_tower.month_of('spend.spent_at') }} as date_month,
        spend.amount,
        spend.leads
    from spend
    inner join channels on lower(spend.channel) = channels.name_key

)

select
    acquisition_channel,
    date_month,
    {{ gtm_tower.sum_money('amount') }} as spend,
    count(*) as line_count,
    cast(sum(leads) as {{ gtm_tower.type_of('count') }}) as leads
from named
group by 1, 2
