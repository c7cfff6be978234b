{# a row of the result is the last moment of a relation that lies too many days before as_of, or that
   no row tells, by default more than the policy `max_data_age_days`; without rows nothing is old #}
{% test recency_freshness(model, column_name, days=none) %}
    {%- set limit = var('gtm_policies').max_data_age_days if days is none else days -%}
    {%- set last_day = gtm_tower.date_of('last_moment') -%}
    select last_moment
    from (
        select
            max({{ column_name }}) as last_moment,
            count(*) as row_count
        from {{ model }}
    ) as ends
    where
        row_count > 0
        and (
            last_moment is null
            or {{ dbt.datediff(last_day, gtm_tower.as_of(), 'day') }} > {{ limit }}
        )
{% endtest %}
