{# profile segments with enough leads and a known value, and whether they are worth most: the
   highest quarter by average lifetime value. One with an attribute that is not known is nobody to
   write to. #}
with

segments as (

    select * from {{ ref('fct_icp_segments') }}
    where
        not is_too_small
        and average_ltv is not null
        and shrunk_upper is not null
        {%- for attribute in ['cuisine', 'location_band', 'ordering_tool'] %}
        and coalesce({{ attribute }}, '') <> '{{ gtm_tower.missing_name() }}'
        {%- endfor %}

),

ranked as (

    select
        segments.*,
        count(*) over () as profile_count,
        rank() over (order by average_ltv desc) as value_place
    from segments

)

-- those as valuable as the last one in the quarter are in it
select
    segment,
    segment_level,
    cuisine,
    location_band,
    ordering_tool,
    lead_count,
    average_ltv,
    base_rate,
    shrunk_rate,
    shrunk_lower,
    shrunk_upper,
    profile_count >= 4 and 4 * (value_place - 1) < profile_count as is_high_value
from ranked
