{# the total of fractions such as credit, added up in whole billionths: a sum of doubles would depend on
   the order in which an engine takes them; null over no known one #}
{% macro sum_parts(value) -%}
    (sum(floor(1000000000 * ({{ value }}) + 0.5)) / 1000000000)
{%- endmacro %}
