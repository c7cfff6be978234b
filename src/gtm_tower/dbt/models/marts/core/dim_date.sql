with

months as (

    select * from {{ ref('int_core__months') }}

),

bounds as (

    select
        min(date_month) as first_day,
        max(next_month) as day_after
    from months

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.number', 'bounds.first_day') }} as date) as date_day
    from bounds
    inner join {{ ref('int_core__numbers') }} as numbers
        on numbers.number < {{ dbt.datediff('bounds.first_day', 'bounds.day_after', 'day') }}

),

-- 1900-01-01 was a Monday
numbered as (

    select
        date_day,
        cast(
            mod({{ dbt.datediff("cast('1900-01-01' as date)", 'date_day', 'day') }}, 7) + 1
            as {{ gtm_tower.type_of('count') }}
        ) as day_of_week
    from days

)

select
    numbered.date_day,
    cast({{ dbt.dateadd('day', '1 - numbered.day_of_week', 'numbered.date_day') }} as date)
        as date_week,
    months.date_month,
    cast({{ dbt.date_trunc('quarter', 'numbered.date_day') }} as date) as date_quarter,
    cast({{ dbt.date_trunc('year', 'numbered.date_day') }} as date) as date_year,
    numbered.day_of_week,
    numbered.day_of_week > 5 as is_weekend,
    cast({{ dbt.dateadd('day', 1, 'numbered.date_day') }} as date) = months.next_month
        as is_month_end,
    {{ gtm_tower.is_complete_month('months.next_month') }} as is_complete_month,
    numbered.date_day > {{ gtm_tower.as_of() }} as is_after_as_of
from numbered
inner join months
    on numbered.date_day >= months.date_month and numbered.date_day < months.next_month
