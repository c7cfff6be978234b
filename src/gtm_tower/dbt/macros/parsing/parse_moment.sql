{# a text as a UTC timestamp; a bare day is midnight in the reporting time zone; null where it is none #}
{% macro parse_moment(text) -%}
    {{ gtm_tower.read_moment(gtm_tower.clean_text(text)) }}
{%- endmacro %}
