{# a text that is a month (2025-03) or a moment as a UTC timestamp; null where it is neither #}
{% macro parse_month(text) -%}
    {{ gtm_tower.read_month(gtm_tower.clean_text(text)) }}
{%- endmacro %}
