{# runs the rounds of connected_components, and gives the table of which node follows which in the end;
   nodes of one component follow the same one #}
{% macro contract_links(links_sql) %}
    {%- set most_rounds = 200 -%}
    {%- set rounds, links = [], [gtm_tower.component_table('links', gtm_tower.links(links_sql))] -%}
    {%- for number in range(most_rounds + 1) if links -%}
        {%- set left = run_query(
            'select count(*) as link_count, max(neighbour) as last_node from ' ~ links[0]
        ).rows[0] -%}
        {%- if left[1] is not none and left[1] >= 2147483647 -%}
            {{ exceptions.raise_compiler_error('connected_components: node ' ~ left[1]
                ~ ' is too large. Legal: 0 to 2147483646') }}
        {%- elif left[0] and number == most_rounds -%}
            {{ exceptions.raise_compiler_error('connected_components: ' ~ left[0]
                ~ ' links are left after ' ~ most_rounds ~ ' rounds') }}
        {%- elif left[0] or not rounds -%}
            {%- set followed = gtm_tower.component_table(
                'round_' ~ number, gtm_tower.followers(links[0], number)
            ) -%}
            {%- do rounds.append(followed) -%}
            {%- set fewer = gtm_tower.component_table(
                'links_' ~ number, gtm_tower.fewer_links(links[0], followed)
            ) -%}
            {%- do adapter.drop_relation(links.pop()) -%}
            {%- do links.append(fewer) -%}
        {%- else -%}
            {%- do adapter.drop_relation(links.pop()) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- backwards, each step as small as its round, so that all of them take one pass -#}
    {%- set last = [rounds.pop()] -%}
    {%- for earlier in rounds | reverse -%}
        {%- set joined = gtm_tower.component_table(
            'joined_' ~ loop.index, gtm_tower.followers_of_followers(earlier, last[0])
        ) -%}
        {%- do adapter.drop_relation(last.pop()) -%}
        {%- do adapter.drop_relation(earlier) -%}
        {%- do last.append(joined) -%}
    {%- endfor -%}
    {{ return(last[0]) }}
{% endmacro %}
