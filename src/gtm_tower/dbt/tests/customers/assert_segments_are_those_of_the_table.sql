{# a row of the result is a segment that customers are in and the table of segments has not, or a
   customer in the segment of another state than its own #}
select
    customer_id,
    score_state,
    segment
from {{ ref('customer_segmentation') }}
where
    recommended_action is null
    or not case score_state
        when 'no orders' then segment = 'No Orders'
        when 'value unknown' then segment = 'Value Unknown'
        else segment in (
            {%- for segment in var('gtm_segments') %}
            {{ gtm_tower.text_of(segment.name) }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    end
