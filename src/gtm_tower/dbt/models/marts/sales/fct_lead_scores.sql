{% set kinds = ['cuisine', 'locations', 'ordering_tool', 'marketplace', 'channel'] %}

with

leads as (

    select * from {{ ref('int_sales__lead_maturity') }}

),

lead_values as (

    select * from {{ ref('int_lead_value') }}

),

score_months as (

    select * from {{ source('stats', 'icp_score_months') }}

),

points as (

    select
        lead_id,
        sum(point_tenths) as point_tenths,
        {%- for kind in kinds %}
        max(case when kind = '{{ kind }}' then point_tenths end) as {{ kind }}_tenths,
        {%- endfor %}
        {%- for place in range(1, 6) %}
        max(case when place = {{ place }} and point_tenths <> 0 then reason end)
            as reason_{{ place }},
        {%- endfor %}
        count(*) as kind_count
    from {{ ref('int_sales__lead_points') }}
    group by 1

),

scored as (

    select
        points.*,
        leads.is_won_within_horizon,
        leads.created_date,
        leads.created_month,
        coalesce(score_months.is_scored, false) as is_scored,
        cast(coalesce(score_months.lead_count, 0) as {{ gtm_tower.type_of('count') }})
            as scored_with_leads,
        cast(coalesce(score_months.won_count, 0) as {{ gtm_tower.type_of('count') }})
            as scored_with_wins,
        500 + points.point_tenths as score_tenths
    from leads
    inner join points on leads.lead_id = points.lead_id
    left join score_months on leads.created_month = score_months.score_month

)

select
    scored.lead_id,
    lead_values.opportunity_id,
    lead_values.acquisition_channel,
    case when scored.is_scored then 'scored' else 'too little history' end as score_state,
    case when scored.is_scored then scored.reason_1 end as top_reason,
    case
        when scored.is_scored
            then coalesce(
                scored.reason_1
                {%- for place in range(2, 6) %}
                || coalesce('; ' || scored.reason_{{ place }}, '')
                {%- endfor %},
                'nothing known speaks for or against it'
            )
    end as reasons,
    cast(
        case
            when not scored.is_scored then null
            when scored.score_tenths < 0 then 0
            when scored.score_tenths > 1000 then 100
            else floor(scored.score_tenths / 10.0 + 0.5)
        end as {{ gtm_tower.type_of('count') }}
    ) as icp_profile_score,
    {%- for kind in kinds %}
    cast(
        case when scored.is_scored then scored.{{ kind }}_tenths / 10.0 end as numeric(9, 1)
    ) as {{ kind }}_points,
    {%- endfor %}
    cast(case when scored.is_scored then scored.score_tenths / 10.0 end as numeric(9, 1))
        as unclamped_score,
    scored.scored_with_leads,
    scored.scored_with_wins,
    scored.is_won_within_horizon,
    scored.created_date,
    scored.created_month
from scored
inner join lead_values on scored.lead_id = lead_values.lead_id
