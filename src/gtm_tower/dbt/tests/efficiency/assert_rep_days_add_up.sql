{# a row of the result is a representative whose days at work in the months do not add up to those
   from the first win to the last #}
with

reps as (

    select
        rep_id,
        role,
        sum(case when period = 'total' then active_days end) as total_days,
        sum(case when period <> 'total' then active_days end) as month_days
    from {{ ref('fct_rep_productivity') }}
    where is_rep_known
    group by 1, 2

),

wins as (

    select
        'sdr' as role,
        sdr_id as rep_id,
        won_date
    from {{ ref('int_efficiency__won_deals') }}
    where sdr_id is not null
    union all
    select
        'owner' as role,
        owner_id as rep_id,
        won_date
    from {{ ref('int_efficiency__won_deals') }}
    where owner_id is not null

),

bounds as (

    select
        role,
        rep_id,
        min(won_date) as first_date,
        max(won_date) as last_date
    from wins
    group by 1, 2

)

select
    bounds.role,
    bounds.rep_id,
    reps.total_days,
    reps.month_days
from bounds
left join reps on bounds.role = reps.role and bounds.rep_id = reps.rep_id
where
    reps.rep_id is null
    or reps.total_days <> {{ dbt.datediff('bounds.first_date', 'bounds.last_date', 'day') }} + 1
    or reps.month_days <> reps.total_days
