{# a row of the result is a conversion type whose paths have together other conversions or another
   value than there are, or a path that converted more often than it occurred #}
with

paths as (

    select
        conversion_type,
        sum(conversion_count) as conversion_count,
        coalesce(sum(value), 0) as value,
        max(conversion_count + open_count - path_count) as most_excess
    from {{ ref('fct_attribution_paths') }}
    group by 1

),

conversions as (

    select
        conversion_type,
        count(*) as conversion_count,
        coalesce(sum(value), 0) as value
    from {{ ref('fct_conversions') }}
    group by 1

)

select
    conversions.conversion_type,
    conversions.conversion_count,
    paths.conversion_count as path_conversion_count
from conversions
left join paths on conversions.conversion_type = paths.conversion_type
where
    paths.conversion_type is null
    or paths.conversion_count <> conversions.conversion_count
    or paths.value <> conversions.value
    or paths.most_excess > 0
