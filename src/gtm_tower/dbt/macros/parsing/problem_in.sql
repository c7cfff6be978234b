{# the first column whose text is not of its kind, as `reason: column 'value'`; null where all are.
   The casts are written as in the model, so that an engine computes each of them once. #}
{% macro problem_in(kinds) -%}
    {%- set casts = {
        'moment': ('not_a_date', gtm_tower.parse_moment),
        'month or moment': ('not_a_date', gtm_tower.parse_month),
        'money': ('not_a_number', gtm_tower.parse_number),
        'number': ('not_a_number', gtm_tower.parse_number),
        'count': ('not_a_number', gtm_tower.parse_number),
    } -%}
    coalesce(
        {%- for column, kind in kinds.items() %}
        {%- set reason, cast_of = casts[kind] %}
        case
            when
                {{ gtm_tower.clean_text(column) }} is not null
                and {{ cast_of(column, kind) if reason == 'not_a_number' else cast_of(column) }} is null
                then {{ gtm_tower.refusal(reason, column) }}
        end,
        {%- endfor %}
        cast(null as {{ gtm_tower.type_of('text') }})
    )
{%- endmacro %}
