{% set states = {
    'won': 'won', 'lost': 'lost', 'open': 'open', 'no_opportunity': 'no opportunity',
} %}
{% set stages = ['opportunity', 'demo_set', 'demo_held', 'won'] %}
{% set demo_counts = [
    'demo_set_count', 'demo_held_count', 'passed_demo_set_count', 'passed_demo_held_count',
] %}
{% set steps = [
    ('lead', 'opportunity'), ('opportunity', 'demo_set'), ('demo_set', 'demo_held'),
    ('demo_held', 'won'), ('opportunity', 'won'), ('lead', 'won'),
] %}
{% set horizon_days = var('gtm_policies').lead_horizon_days %}
{% set next_month = gtm_tower.add_months('counts.created_month', 1) %}

with

leads as (

    select * from {{ ref('int_sales__leads') }}

),

stages as (

    select * from {{ ref('int_sales__lead_stages') }}

),

counts as (

    select
        leads.created_month,
        leads.channel,
        leads.origin,
        count(*) as lead_count,
        count(*) as cohort_lead_count,
        {{ gtm_tower.count_where('stages.is_demo_set') }} as demo_set_count,
        {{ gtm_tower.count_where('stages.is_demo_held') }} as demo_held_count,
        {%- for stage in stages %}
        {{ gtm_tower.count_where('stages.last_stage_number >= ' ~ loop.index) }}
            as passed_{{ stage }}_count,
        {{ gtm_tower.count_where('stages.days_to_' ~ stage ~ ' <= ' ~ horizon_days) }}
            as cohort_{{ stage }}_count,
        {%- endfor %}
        {%- for column, state in states.items() %}
        {{ gtm_tower.count_where("leads.state = '" ~ state ~ "'") }} as {{ column }}_count,
        {%- endfor %}
        cast(sum(stages.won_deal_count) as {{ gtm_tower.type_of('count') }}) as won_deal_count
    from leads
    inner join stages on leads.lead_id = stages.lead_id
    group by 1, 2, 3

),

-- where no deal has anything about demos, no demo is not known
frame as (

    select count(demo_set_at) + count(demo_at) + count(is_demo_held) > 0 as is_demo_recorded
    from {{ ref('int_sales__opportunities') }}

),

judged as (

    select
        counts.*,
        frame.is_demo_recorded,
        coalesce(
            {{ dbt.datediff(next_month, gtm_tower.as_of(), 'day') }} + 1 >= {{ horizon_days }},
            false
        ) as is_mature
    from counts
    cross join frame

)

select
    created_month,
    channel,
    origin,
    lead_count,
    passed_opportunity_count as opportunity_count,
    {%- for column in demo_counts %}
    case when is_demo_recorded then {{ column }} end as {{ column }},
    {%- endfor %}
    {%- for column in states %}
    {{ column }}_count,
    {%- endfor %}
    won_deal_count,
    {%- for stage in ['lead'] + stages %}
    case
        when is_mature{{ ' and is_demo_recorded' if 'demo' in stage }} then cohort_{{ stage }}_count
    end as cohort_{{ stage }}_count,
    {%- endfor %}
    {%- for before, after in steps %}
    case
        when is_mature{{ ' and is_demo_recorded' if 'demo' in before ~ after }}
            then {{ gtm_tower.ratio('cohort_' ~ after ~ '_count', 'cohort_' ~ before ~ '_count') }}
    end as {{ before }}_to_{{ after }}_rate,
    {%- endfor %}
    is_demo_recorded,
    is_mature
from judged
