{# the feeds of all inputs that read a raw table, one raw table once #}
{% macro raw_feeds() %}
    {%- set found = {} -%}
    {%- for feeds in var('gtm_feeds').values() -%}
        {%- for feed in feeds if feed.source in var('gtm_sources') -%}
            {%- do found.update({feed.raw_table: feed}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(found.values() | list) -}}
{% endmacro %}
