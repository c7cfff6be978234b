{# the links that are left when each node has become the one that it follows #}
{% macro fewer_links(links, followers) -%}
    select distinct
        least(own.followed, others.followed) as node,
        greatest(own.followed, others.followed) as neighbour
    from {{ links }} as links
    inner join {{ followers }} as own on links.node = own.node
    inner join {{ followers }} as others on links.neighbour = others.node
    where own.followed <> others.followed
{%- endmacro %}
