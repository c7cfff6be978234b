{# the first column whose text is not of its kind, as `reason: column 'value'`; null where all are.
   The casts are written as in the model, so that an engine computes each of them once. Of the kinds
   that a person wrote by hand, a missing word is no problem. Where the contract can do without a column
   that this source always fills, an empty one of `needed` is a problem too. #}
{% macro problem_in(kinds, needed=[]) -%}
    {%- set casts = {
        'moment': ('not_a_date', gtm_tower.parse_moment),
        'month or moment': ('not_a_date', gtm_tower.parse_month),
        'loose moment': ('not_a_date', gtm_tower.parse_loose_moment),
        'named month': ('not_a_date', gtm_tower.parse_named_month),
        'money': ('not_a_number', gtm_tower.parse_number),
        'number': ('not_a_number', gtm_tower.parse_number),
        'count': ('not_a_number', gtm_tower.parse_number),
        'written money': ('not_a_number', gtm_tower.parse_money),
        'minor units': ('not_a_number', gtm_tower.parse_minor_units),
    } -%}
    {%- set by_hand = ['loose moment', 'named month', 'written money', 'minor units'] -%}
    coalesce(
        {%- for column, kind in kinds.items() %}
        {%- set reason, cast_of = casts[kind] %}
        {%- set given = gtm_tower.clean_missing if kind in by_hand else gtm_tower.clean_text %}
        {%- set takes_kind = kind in ['money', 'number', 'count'] %}
        case
            when
                {{ given(column) }} is not null
                and {{ cast_of(column, kind) if takes_kind else cast_of(column) }} is null
                then {{ gtm_tower.refusal(reason, column) }}
        end,
        {%- endfor %}
        {%- for column in needed %}
        case
            when {{ gtm_tower.clean_missing(column) }} is null then 'missing_value: {{ column }}'
        end,
        {%- endfor %}
        cast(null as {{ gtm_tower.type_of('text') }})
    )
{%- endmacro %}
