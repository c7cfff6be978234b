{# a row of the result is a total that its channels do not add up to, a shift that is not the
   difference, or one beyond the policy `max_budget_shift` #}
with

budget as (

    select * from {{ ref('fct_budget_recommendation') }}

),

sums as (

    select
        sum(case when is_total then 0 else current_spend end) as current_spend,
        sum(case when is_total then 0 else recommended_spend end) as recommended_spend
    from budget

)

select
    budget.channel,
    budget.current_spend,
    budget.recommended_spend,
    budget.shift
from budget
cross join sums
where
    budget.recommended_spend - budget.current_spend <> budget.shift
    or abs(budget.shift) > budget.current_spend * {{ var('gtm_policies').max_budget_shift }}
    or (
        budget.is_total
        and (
            budget.current_spend <> sums.current_spend
            or budget.recommended_spend <> sums.recommended_spend
        )
    )
