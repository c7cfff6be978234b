{# the change of each metric against the month before and against the same month of the year
   before #}
with

metric_months as (

    select * from {{ ref('int_monitoring__metric_months') }}

),

compared as (

    {% for method, distance in {'month_on_month': 1, 'year_on_year': 12}.items() -%}
    select
        metric,
        date_month,
        '{{ method }}' as method,
        value,
        volume_count,
        is_rate,
        lag(value, {{ distance }}) over (partition by metric order by date_month) as compared_value,
        lag(volume_count, {{ distance }}) over (partition by metric order by date_month)
            as compared_volume_count,
        row_number() over (partition by metric order by date_month) - 1 as earlier_month_count
    from metric_months
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    metric,
    date_month,
    method,
    value,
    volume_count,
    is_rate,
    compared_value,
    compared_volume_count,
    {{ gtm_tower.ratio('value - compared_value', 'compared_value') }} as change_rate,
    method = case when earlier_month_count >= 24 then 'year_on_year' else 'month_on_month' end
        as is_scored
from compared
