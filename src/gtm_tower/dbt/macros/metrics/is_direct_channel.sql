{# whether a channel says that nothing brought the touch #}
{% macro is_direct_channel(channel) -%}
    lower({{ channel }}) in ('(direct)', 'direct', 'direct_traffic', 'direct traffic')
{%- endmacro %}
