{# what each rule looked at, and what is missing where that is not enough #}
{% set min_group_size = var('gtm_policies').min_group_size %}
{% set text = gtm_tower.type_of('text') %}

with

facts as (

    select * from {{ ref('int_actions__rule_facts') }}

)

select
    'slow_to_revenue' as rule,
    not_won_count > 0 or origin_count > 0 as has_enough_data,
    case when not_won_count > 0 then open_count else origin_count end as candidate_count,
    case
        when not_won_count > 0 then 'open deals looked at: ' || cast(open_count as {{ text }})
        when deal_count = 0 then 'no deal is known'
        else
            'deals are only known once they are won; origins with {{ min_group_size }} timed wins'
            || ' or more looked at instead: ' || cast(origin_count as {{ text }})
    end as reason
from facts
union all
select
    'high_tier_below_base' as rule,
    high_tier_count > 0 as has_enough_data,
    high_tier_count as candidate_count,
    case
        when high_tier_count > 0
            then
                'profiles of the highest quarter by lifetime value looked at: '
                || cast(high_tier_count as {{ text }})
        when typed_count > 0 and profile_count = 0
            then
                'the tier of a lead is only known once it is won, so how often the high tier is won'
                || ' cannot be measured'
        else
            'known profiles with {{ min_group_size }} mature leads or more and a lifetime value, of'
            || ' which 4 are needed: ' || cast(profile_count as {{ text }})
    end as reason
from facts
union all
select
    'slow_low_value_origin' as rule,
    origin_count > 1 as has_enough_data,
    origin_count as candidate_count,
    case
        when origin_count > 1
            then
                'origins with {{ min_group_size }} timed wins or more looked at: '
                || cast(origin_count as {{ text }})
        else
            'named origins with {{ min_group_size }} timed wins or more, of which 2 are needed: '
            || cast(origin_count as {{ text }})
    end as reason
from facts
union all
select
    'late_first_touch' as rule,
    form_count > 0 and recorded_count > 0 as has_enough_data,
    untouched_count as candidate_count,
    case
        when form_count = 0 then 'no lead has a form'
        when recorded_count = 0 then 'no call, text or e-mail is recorded of any lead'
        else
            'leads with a form that wait for a first touch: ' || cast(untouched_count as {{ text }})
            || '; touched later than the policy speed_to_lead_hours, which is no longer to act on: '
            || cast(late_count as {{ text }})
    end as reason
from facts
union all
select
    'stalled_deal' as rule,
    not_won_count > 0 and recorded_count > 0 and (dated_count > 0 or open_count = 0)
        as has_enough_data,
    dated_count as candidate_count,
    case
        when deal_count = 0 then 'no deal is known'
        when not_won_count = 0 then 'deals are only known once they are won'
        when recorded_count = 0 then 'no call, text, e-mail or meeting is recorded of any lead'
        else
            'open deals with a lead, whose activity is known, looked at: '
            || cast(dated_count as {{ text }}) || ' of ' || cast(open_count as {{ text }})
    end as reason
from facts
union all
select
    'shift_budget' as rule,
    channel_count > 1 as has_enough_data,
    channel_count as candidate_count,
    case
        when channel_count > 1
            then 'channels compared by LTV:CAC: ' || cast(channel_count as {{ text }})
        else
            'fewer than 2 channels have a known cost and {{ min_group_size }} wins or more of known'
            || ' lifetime value'
    end as reason
from facts
