{# nodes with the least node of all that follow the same one #}
{% macro least_nodes(followers) -%}
    with

    components as (

        select
            followed,
            min(node) as component
        from {{ followers }}
        group by 1

    )

    select
        followers.node,
        components.component
    from {{ followers }} as followers
    inner join components on followers.followed = components.followed
{%- endmacro %}
