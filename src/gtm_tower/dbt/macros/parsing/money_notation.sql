{# the digits that an amount with the decimal mark `point` or `comma` may be written with; `_` stands for
   an apostrophe. Which of the two marks is the decimal one:
   - with both, the last; one that occurs twice marks thousands, as blanks and apostrophes do
   - a single one marks thousands where one to three digits, the first not 0, stand before it and exactly
     three behind it: 1,234 is 1234; else it is the decimal mark: 12,34 and 0,123 and 1234,567
   Policy money_decimal_mark takes the doubt out: 1.234 is 1.23 where points are decimal marks. #}
{% macro money_notation(mark) %}
    {%- set decimal, thousands = ('[.]', '[,]') if mark == 'point' else ('[,]', '[.]') -%}
    {%- set is_stated = var('gtm_policies').money_decimal_mark == mark -%}
    {%- set first = '[1-9][0-9]{0,2}' -%}
    {%- set grouped = [] -%}
    {%- for sign in [thousands, ' ', '_'] -%}
        {%- do grouped.append('(' ~ sign ~ '[0-9]{3}){1,3}') -%}
    {%- endfor -%}
    {%- set fraction = '(' ~ decimal ~ '[0-9]{1,15})' -%}
    {%- set unlike_thousands = '[0-9]{0,12}' ~ decimal ~ '([0-9]{1,2}|[0-9]{4,15})'
        ~ '|(0[0-9]{0,11}|[0-9]{4,12})?' ~ decimal ~ '[0-9]{3}' -%}
    {{- return(
        '[0-9]{1,12}|' ~ first ~ '(' ~ grouped | join('|') ~ ')' ~ fraction ~ '?|'
        ~ ('[0-9]{0,12}' ~ fraction if is_stated else unlike_thousands)
    ) -}}
{% endmacro %}
