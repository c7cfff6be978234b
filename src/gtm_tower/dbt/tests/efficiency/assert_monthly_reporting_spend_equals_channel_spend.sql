{# a row of the result is a channel whose months or total have other costs than its lines, of either
   kind #}
with

reported as (

    select
        channel,
        coalesce(sum(case when period = 'total' then media_spend end), 0) as total_media,
        coalesce(sum(case when period <> 'total' then media_spend end), 0) as month_media,
        coalesce(sum(case when period = 'total' then sales_cost end), 0) as total_sales,
        coalesce(sum(case when period <> 'total' then sales_cost end), 0) as month_sales,
        coalesce(sum(case when period = 'total' then total_cost end), 0) as total_both,
        coalesce(sum(case when period <> 'total' then total_cost end), 0) as month_both
    from {{ ref('fct_monthly_reporting') }}
    group by 1

),

spent as (

    select
        channel,
        {{ gtm_tower.sum_where('amount', "cost_type = 'media'") }} as media,
        {{ gtm_tower.sum_where('amount', "cost_type <> 'media'") }} as sales
    from {{ ref('int_channel_spend') }}
    group by 1

),

named as (

    select channel from reported
    union all
    select channel from spent

),

channels as (

    select channel from named
    group by 1

),

compared as (

    select
        channels.channel,
        coalesce(reported.total_media, -1) as total_media,
        reported.month_media,
        reported.total_sales,
        reported.month_sales,
        reported.total_both,
        reported.month_both,
        coalesce(spent.media, 0) as media,
        coalesce(spent.sales, 0) as sales
    from channels
    left join reported on channels.channel = reported.channel
    left join spent on channels.channel = spent.channel

)

select * from compared
where
    total_media <> media
    or month_media <> media
    or total_sales <> sales
    or month_sales <> sales
    or total_both <> media + sales
    or month_both <> media + sales
