{# a row of the result is a rule whose count is not that of its actions, or one that is off,
   looked at nothing or has not enough data and recommends something all the same #}
with

rules as (

    select * from {{ ref('action_rules') }}

),

actions as (

    select
        rule,
        count(*) as action_count
    from {{ ref('actions') }}
    group by 1

)

select
    rules.rule,
    rules.state,
    rules.candidate_count,
    rules.action_count,
    actions.action_count as counted
from rules
full outer join actions on rules.rule = actions.rule
where
    coalesce(rules.action_count, -1) <> coalesce(actions.action_count, 0)
    or (rules.state <> 'fired' and rules.action_count > 0)
    or rules.action_count > rules.candidate_count
