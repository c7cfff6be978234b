{# what each campaign is credited with in each channel, beside its spend; one that has only spend,
   or only touches, has its row in every model all the same #}
{% set days = gtm_tower.ratio(
    gtm_tower.seconds_between('attribution.touched_at', 'attribution.converted_at'), 86400
) %}

with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

conversions as (

    select * from {{ ref('int_attribution__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

spend as (

    select * from {{ ref('int_attribution__spend') }}

),

credits as (

    select
        attribution.conversion_type,
        attribution.model,
        attribution.campaign,
        attribution.channel,
        attribution.is_derived,
        {{ gtm_tower.sum_parts('attribution.credit') }} as conversions,
        {{ gtm_tower.sum_parts(
            'case when conversions.is_first_of_person then attribution.credit end'
        ) }} as first_conversions,
        {{ gtm_tower.sum_parts(
            'case when attribution.value is not null then attribution.credit end'
        ) }} as valued_conversions,
        cast(sum(attribution.value) as {{ gtm_tower.type_of('money') }}) as value,
        {{ gtm_tower.sum_parts('attribution.credit * ' ~ days) }} as credited_days
    from attribution
    inner join conversions on attribution.conversion_id = conversions.conversion_id
    group by 1, 2, 3, 4, 5

),

kinds as (

    select distinct
        conversion_type,
        model
    from credits

),

people as (

    select
        campaign,
        channel,
        is_derived,
        count(distinct person_kind || ' ' || person_id) as person_count
    from touchpoints
    group by 1, 2, 3

),

campaigns as (

    select campaign, channel, is_derived from people
    union distinct
    select campaign, channel, false as is_derived from spend
    union distinct
    select '(direct)' as campaign, '(direct)' as channel, false as is_derived
    union distinct
    select '(none)' as campaign, '(none)' as channel, false as is_derived

)

select
    kinds.conversion_type,
    kinds.model,
    campaigns.campaign,
    campaigns.channel,
    campaigns.is_derived,
    coalesce(people.person_count, 0) as person_count,
    coalesce(credits.conversions, 0) as conversions,
    coalesce(credits.first_conversions, 0) as first_conversions,
    coalesce(credits.valued_conversions, 0) as valued_conversions,
    credits.value,
    credits.credited_days,
    cast(
        case when not campaigns.is_derived then spend.spend end as {{ gtm_tower.type_of('money') }}
    ) as spend
from kinds
cross join campaigns
left join people
    on
        campaigns.campaign = people.campaign
        and campaigns.channel = people.channel
        and campaigns.is_derived = people.is_derived
left join credits
    on
        kinds.conversion_type = credits.conversion_type
        and kinds.model = credits.model
        and campaigns.campaign = credits.campaign
        and campaigns.channel = credits.channel
        and campaigns.is_derived = credits.is_derived
left join spend
    on campaigns.campaign = spend.campaign and campaigns.channel = spend.channel
