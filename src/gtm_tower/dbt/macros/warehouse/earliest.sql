{# the earliest of some timestamps, whichever of them are known; engines disagree on `least` with a null #}
{% macro earliest(moments) -%}
    {%- set never = "cast('9999-12-31' as " ~ gtm_tower.type_of('timestamp') ~ ')' -%}
    nullif(
        least(
            {%- for moment in moments %}
            coalesce({{ moment }}, {{ never }}){{ ',' if not loop.last }}
            {%- endfor %}
        ),
        {{ never }}
    )
{%- endmacro %}
