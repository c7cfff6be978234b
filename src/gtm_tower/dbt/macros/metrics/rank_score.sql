{# a score from 1 to 5 by percent rank, (place - 1) / (size - 1): 1 below 0.2, 2 below 0.4, … 5 from 0.8.
   `place` is the value's rank() from the least on, the same for equal values, among `size` of them. #}
{% macro rank_score(place, size) -%}
    cast(
        1 + least(
            4,
            floor(coalesce({{ gtm_tower.ratio('5 * (' ~ place ~ ' - 1)', size ~ ' - 1') }}, 0))
        ) as {{ gtm_tower.type_of('count') }}
    )
{%- endmacro %}
