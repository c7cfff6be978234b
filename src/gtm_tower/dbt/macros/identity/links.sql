{# the links of a graph between different nodes, from the lesser node to the greater #}
{% macro links(links_sql) -%}
    select
        least(node, component) as node,
        greatest(node, component) as neighbour
    from ({{ links_sql }}) as given
    where node <> component
{%- endmacro %}
