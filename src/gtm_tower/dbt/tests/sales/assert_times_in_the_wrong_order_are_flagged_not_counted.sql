{# a row of the result is a lead with a time below 0, or with both a time and the flag that it is
   wrong #}
select lead_id
from {{ ref('fct_sales_velocity') }}
where
    hours_to_first_touch < 0
    or days_to_first_touch < 0
    or days_to_demo_set < 0
    or days_to_close < 0
    or days_to_revenue < 0
    or (is_touched_before_form and (hours_to_first_touch is not null or sla_state is not null))
    or (is_demo_set_before_start and days_to_demo_set is not null)
    or (is_closed_before_created and days_to_close is not null)
    or (is_won_before_contact and days_to_revenue is not null)
    or (is_stalled and state in ('won', 'lost'))
