{# every opportunity with the names that reports group by, and what had become of it by as_of #}
{% set won_stages = var('gtm_policies').won_stages | join("', '") %}
{% set lost_stages = var('gtm_policies').lost_stages | join("', '") %}
{% set horizon_days = var('gtm_policies').win_rate_horizon_days %}
{% set carried = [
    'lead_id', 'account_id', 'owner_id', 'sdr_id', 'stage', 'state', 'lost_reason',
    'business_issue', 'heard_about_us', 'lead_type', 'lead_behaviour', 'business_type',
] %}

with

opportunities as (

    select * from {{ ref('int_sales__sourced_opportunities') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

-- one whose beginning nobody knows counts from its close, and has no cycle
dated as (

    select
        opportunities.*,
        case
            when closed_at is not null and stage in ('{{ won_stages }}') then 'won'
            when closed_at is not null and stage in ('{{ lost_stages }}') then 'lost'
            else 'open'
        end as state,
        coalesce(created_at, closed_at) as since,
        {{ gtm_tower.date_of('created_at') }} as begun_date,
        {{ gtm_tower.date_of('coalesce(created_at, closed_at)') }} as created_date,
        case
            when stage in ('{{ won_stages }}', '{{ lost_stages }}')
                then {{ gtm_tower.date_of('closed_at') }}
        end as closed_date
    from opportunities

),

measured as (

    select
        dated.*,
        {{ dbt.datediff('begun_date', 'closed_date', 'day') }} as days_to_close,
        {{ dbt.datediff('created_date', gtm_tower.as_of(), 'day') }} as age_days
    from dated

)

select
    measured.opportunity_id,
    {%- for column in carried %}
    measured.{{ column }},
    {%- endfor %}
    coalesce(
        nullif(accounts.segment, '{{ gtm_tower.missing_name() }}'),
        segments.name,
        '{{ gtm_tower.missing_name() }}'
    ) as segment,
    coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
    coalesce(accounts.acquisition_channel, measured.channel) as acquisition_channel,
    '{{ var("gtm_currency") }}' as currency,
    {%- for column in gtm_tower.input_extensions('opportunities') %}
    measured.{{ column }},
    {%- endfor %}
    measured.amount,
    measured.catalog_size,
    cast(
        case when measured.days_to_close >= 0 then measured.days_to_close end
        as {{ gtm_tower.type_of('count') }}
    ) as sales_cycle_days,
    cast(measured.age_days as {{ gtm_tower.type_of('count') }}) as age_days,
    accounts.account_id is not null as is_account_known,
    measured.is_lead_unknown,
    measured.is_demo_held,
    measured.state = 'open'
    and measured.stage in ('{{ won_stages }}', '{{ lost_stages }}')
        as has_closed_stage_without_date,
    coalesce(measured.days_to_close < 0, false) as is_closed_before_created,
    measured.age_days >= {{ horizon_days }} as is_mature,
    case
        when measured.age_days >= {{ horizon_days }}
            then measured.state = 'won' and measured.days_to_close <= {{ horizon_days }}
    end as is_won_within_horizon,
    measured.created_date,
    measured.closed_date,
    {{ gtm_tower.month_of('measured.since') }} as created_month,
    cast({{ dbt.date_trunc('month', 'measured.closed_date') }} as date) as closed_month,
    measured.since as created_at,
    measured.demo_set_at,
    measured.demo_at,
    measured.last_call_at,
    case when measured.state <> 'open' then measured.closed_at end as closed_at
from measured
left join accounts on measured.account_id = accounts.account_id
left join spellings as segments
    on lower(measured.segment) = segments.name_key and segments.kind = 'segment'
