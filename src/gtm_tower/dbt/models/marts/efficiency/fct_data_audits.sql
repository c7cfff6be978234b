{% set unlimited = 'cast(null as ' ~ gtm_tower.type_of('number') ~ ')' %}
{% set missing = gtm_tower.missing_name() %}
{# audit: where its rows are, which could have the fault, which have it, and the share allowed #}
{% set audits = {
    'deals of unknown leads': [
        'opportunities', 'lead_id is not null or is_lead_unknown', 'is_lead_unknown', '0'
    ],
    'won before first contact': [
        'deals', 'elapsed_days is not null', 'is_won_before_contact', '0'
    ],
    'won deals without a lead type': [
        'deals', 'has_lead_types', 'not is_lead_type_known', unlimited
    ],
    'won deals without declared revenue': [
        'deals', '1 = 1', 'not is_revenue_declared', unlimited
    ],
    'leads without an origin': [
        'leads', 'has_origins', "origin = '" ~ missing ~ "'",
        var('gtm_policies').max_missing_origin_share
    ],
    'leads without an origin or of origin unknown': [
        'leads', 'has_origins', "lower(origin) in ('unknown', '" ~ missing ~ "')", unlimited
    ],
} %}

with

opportunities as (

    select * from {{ ref('int_sales__opportunities') }}

),

-- a source that never says the lead type, or the origin, has nothing to check
deals as (

    select
        deals.*,
        count(case when is_lead_type_known then 1 end) over () > 0 as has_lead_types
    from {{ ref('int_efficiency__won_deals') }} as deals

),

leads as (

    select
        leads.*,
        count(case when origin <> '{{ missing }}' then 1 end) over () > 0 as has_origins
    from {{ ref('int_sales__named_leads') }} as leads

),

counts as (

    {% for audit, (place, scope, fault, threshold) in audits.items() -%}
    select
        '{{ audit }}' as audit,
        {{ gtm_tower.count_where(scope) }} as checked_count,
        {{ gtm_tower.count_where('(' ~ scope ~ ') and ' ~ fault) }} as found_count,
        {{ threshold }} as threshold
    from {{ place }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

shares as (

    select
        counts.*,
        {{ gtm_tower.ratio('found_count', 'checked_count') }} as found_share
    from counts

)

select
    audit,
    case
        when checked_count = 0 then 'nothing to check'
        when threshold is null then 'reported'
        when found_share > threshold then 'over threshold'
        else 'ok'
    end as state,
    checked_count,
    found_count,
    found_share,
    cast(threshold as {{ gtm_tower.type_of('number') }}) as threshold
from shares
