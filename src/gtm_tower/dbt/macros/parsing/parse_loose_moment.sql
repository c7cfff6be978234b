{# a text in a notation of parse_moment as a UTC timestamp, also where its year lost the century; null
   where it is none. A notation that can mean two days, such as 3/4/2024, is none. #}
{% macro parse_loose_moment(text) -%}
    {{ gtm_tower.read_moment('(' ~ gtm_tower.repair_century(text) ~ ')') }}
{%- endmacro %}
