{# whom the nodes of a round follow once those whom they follow have followed others #}
{% macro followers_of_followers(followers, later) -%}
    select
        followers.node,
        coalesce(later.followed, followers.followed) as followed
    from {{ followers }} as followers
    left join {{ later }} as later on followers.followed = later.node
{%- endmacro %}
