{# every lead and what had become of it by as_of; one of several deals has the fate of its best #}
with

leads as (

    select * from {{ ref('int_sales__named_leads') }}

),

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}
    where lead_id is not null

),

ranked as (

    select
        opportunities.*,
        row_number() over (
            partition by lead_id
            order by
                case state when 'won' then 1 when 'open' then 2 else 3 end,
                created_at,
                {{ gtm_tower.binary_order('opportunity_id') }}
        ) as place,
        count(*) over (partition by lead_id) as opportunity_count
    from opportunities

),

-- a lead without a date of its own was known when its deal was
dated as (

    select
        leads.*,
        coalesce(leads.created_at, ranked.created_at) as known_at,
        {{ gtm_tower.date_of('coalesce(leads.created_at, ranked.created_at)') }} as created_date,
        ranked.opportunity_id as best_opportunity_id,
        coalesce(ranked.opportunity_count, 0) as opportunity_count,
        ranked.state,
        ranked.is_demo_held,
        ranked.demo_set_at,
        ranked.demo_at,
        ranked.last_call_at,
        ranked.created_at as opportunity_created_at,
        ranked.closed_at,
        ranked.closed_date
    from leads
    left join ranked on leads.lead_id = ranked.lead_id and ranked.place = 1

)

select
    lead_id,
    best_opportunity_id as opportunity_id,
    opportunity_id as named_opportunity_id,
    account_id,
    owner_id,
    channel,
    origin,
    campaign,
    landing_page,
    status,
    cuisines,
    marketplaces,
    ordering_tools,
    coalesce(state, 'no opportunity') as state,
    predicted_monthly_sales,
    location_count,
    call_count,
    text_count,
    email_count,
    opportunity_count,
    {%- for column in gtm_tower.input_extensions('leads') %}
    {{ column }},
    {%- endfor %}
    is_decision_maker_reached,
    is_demo_held,
    coalesce(state = 'won', false) as is_won,
    known_at is not null as is_dated,
    created_date,
    closed_date,
    {{ gtm_tower.month_of('known_at') }} as created_month,
    cast({{ dbt.date_trunc('month', 'closed_date') }} as date) as closed_month,
    known_at as created_at,
    form_submitted_at,
    first_call_at,
    first_text_at,
    first_email_at,
    first_meeting_at,
    last_activity_at,
    opportunity_created_at,
    demo_set_at,
    demo_at,
    last_call_at,
    closed_at
from dated
