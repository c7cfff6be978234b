{# the first column whose text is not of its kind, as `reason: column 'value'`; null where all are #}
{% macro problem_in(kinds) -%}
    {%- set reasons = {
        'moment': 'not_a_date',
        'month or moment': 'not_a_date',
        'number': 'not_a_number',
        'whole number': 'not_a_number',
    } -%}
    coalesce(
        {%- for column, kind in kinds.items() %}
        case
            when not {{ gtm_tower.matches(gtm_tower.clean_text(column), gtm_tower.pattern_of(kind)) }}
                then {{ gtm_tower.refusal(reasons[kind], column) }}
        end,
        {%- endfor %}
        cast(null as {{ gtm_tower.type_of('text') }})
    )
{%- endmacro %}
