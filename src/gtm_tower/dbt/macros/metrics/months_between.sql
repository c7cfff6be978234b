{# whole calendar months from one first-of-month to another #}
{% macro months_between(earlier, later) -%}
    (
        (extract(year from {{ later }}) - extract(year from {{ earlier }})) * 12
        + (extract(month from {{ later }}) - extract(month from {{ earlier }}))
    )
{%- endmacro %}
