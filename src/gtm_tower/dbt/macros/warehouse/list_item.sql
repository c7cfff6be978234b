{# the item at a place, from 1, of a list that is one text with | between its items; '' or null behind
   the last. The place is an expression, which dbt's split_part cannot take. #}
{% macro list_item(items, place) %}
    {{- return(adapter.dispatch('list_item', 'gtm_tower')(items, place)) -}}
{% endmacro %}

{% macro default__list_item(items, place) -%}
    split_part({{ items }}, '|', cast({{ place }} as integer))
{%- endmacro %}

{% macro duckdb__list_item(items, place) %}string_split({{ items }}, '|')[{{ place }}]{% endmacro %}

{% macro bigquery__list_item(items, place) %}split({{ items }}, '|')[safe_offset({{ place }} - 1)]{% endmacro %}

{# the delimiter is a regular expression there #}
{% macro spark__list_item(items, place) %}split({{ items }}, '[|]')[{{ place }} - 1]{% endmacro %}
