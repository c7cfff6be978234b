{# the share of each cohort not activated yet, by whole day, after Kaplan and Meier #}
{% set groups = ['created_month', 'segment', 'region', 'acquisition_channel'] %}

with

users as (

    select * from {{ ref('int_product__activations') }}
    where is_observed

),

-- a user leaves on the day of activation, or of as_of
days as (

    select
        {{ groups | join(', ') }},
        coalesce(days_to_activation, observed_days) as day_number,
        count(days_to_activation) as activated_count,
        count(*) as leaving_count
    from users
    group by {{ groups | join(', ') }}, coalesce(days_to_activation, observed_days)

),

risk_sets as (

    select
        {{ groups | join(', ') }},
        day_number,
        activated_count,
        sum(leaving_count) over (
            partition by {{ groups | join(', ') }}
            order by day_number desc
            rows between unbounded preceding and current row
        ) as at_risk_count
    from days

),

-- where the last ones at risk activate, the curve ends at 0, which has no logarithm
logarithms as (

    select
        {{ groups | join(', ') }},
        day_number,
        activated_count,
        at_risk_count,
        case
            when activated_count < at_risk_count
                then ln({{ gtm_tower.ratio('at_risk_count - activated_count', 'at_risk_count') }})
        end as log_share_left
    from risk_sets

)

select
    {{ groups | join(', ') }},
    day_number,
    activated_count,
    cast(at_risk_count as {{ gtm_tower.type_of('count') }}) as at_risk_count,
    case
        when activated_count = at_risk_count then 0
        else exp(sum(log_share_left) over (
            partition by {{ groups | join(', ') }}
            order by day_number
            rows between unbounded preceding and current row
        ))
    end as waiting_rate
from logarithms
