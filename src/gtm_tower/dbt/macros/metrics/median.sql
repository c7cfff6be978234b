{# the median of a number over a group, null where it has none. `place` is the row's place by that number
   among the `size` rows of its group which have one, by row_number and count: nulls need a group of
   their own. #}
{% macro median(value, place='place', size='size') -%}
    avg(
        case
            when 2 * {{ place }} between {{ size }} and {{ size }} + 2
                then cast({{ value }} as {{ gtm_tower.type_of('number') }})
        end
    )
{%- endmacro %}
