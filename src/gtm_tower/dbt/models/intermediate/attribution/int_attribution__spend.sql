{# what each campaign has cost in each channel, over all time up to as_of #}
with

spend as (

    select * from {{ ref('inputs__marketing_spend') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

totals as (

    select
        coalesce(campaigns.name, '{{ gtm_tower.missing_name() }}') as campaign,
        channels.name as channel,
        {{ gtm_tower.sum_money('spend.amount') }} as spend
    from spend
    inner join spellings as channels
        on lower(spend.channel) = channels.name_key and channels.kind = 'channel'
    left join spellings as campaigns
        on lower(spend.campaign) = campaigns.name_key and campaigns.kind = 'campaign'
    group by 1, 2

)

select
    campaign,
    channel,
    spend,
    count(*) over (partition by campaign) as channel_count
from totals
