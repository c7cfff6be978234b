{# whether a moment lies before another one. At midnight it is a bare date: beside one only the days can
   be compared. False where one of the two is not known. #}
{% macro is_before(moment, other) -%}
    coalesce(
        case
            {%- for bare in [moment, other] %}
            when
                {{ gtm_tower.utc_to_local(bare) }}
                = cast({{ gtm_tower.date_of(bare) }} as {{ gtm_tower.type_of('timestamp') }})
                then {{ gtm_tower.date_of(moment) }} < {{ gtm_tower.date_of(other) }}
            {%- endfor %}
            else {{ moment }} < {{ other }}
        end, false
    )
{%- endmacro %}
