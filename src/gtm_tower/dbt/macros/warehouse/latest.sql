{# the latest of some timestamps, whichever of them are known; engines disagree on `greatest` with a null #}
{% macro latest(moments) -%}
    {%- set never = "cast('0001-01-01' as " ~ gtm_tower.type_of('timestamp') ~ ')' -%}
    nullif(
        greatest(
            {%- for moment in moments %}
            coalesce({{ moment }}, {{ never }}){{ ',' if not loop.last }}
            {%- endfor %}
        ),
        {{ never }}
    )
{%- endmacro %}
