{# a row of the result is an action whose own numbers do not say what its rule asks for #}
with

actions as (

    select * from {{ ref('actions') }}

),

judged as (

    select
        action_id,
        case rule
            when 'high_tier_below_base' then evidence_upper < evidence_threshold
            when 'shift_budget' then evidence_lower > evidence_threshold
            else evidence_value > evidence_threshold
        end as is_beyond
    from actions

)

select action_id
from judged
where is_beyond is null or not is_beyond
