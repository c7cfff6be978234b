{# the x_… columns of an input: those of all its feeds #}
{% macro input_extensions(input) %}
    {%- set found = [] -%}
    {%- for feed in var('gtm_feeds').get(input, []) -%}
        {%- do found.extend(gtm_tower.extension_columns(feed.raw_table)) -%}
    {%- endfor -%}
    {{- return(found | unique | sort) -}}
{% endmacro %}
