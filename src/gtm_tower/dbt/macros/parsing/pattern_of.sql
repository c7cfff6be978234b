{# the notations that a kind may be written in; a moment must be a real day of the calendar #}
{% macro pattern_of(kind) %}
    {%- set day = '((19|20)[0-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])'
        ~ '|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))'
        ~ '|((19|20)(0[48]|[2468][048]|[13579][26])|2000)-02-29)' -%}
    {%- set clock = '[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?' -%}
    {%- set zone = ' ?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)' -%}
    {%- set month = '(19|20)[0-9][0-9]-(0[1-9]|1[0-2])' -%}
    {%- set patterns = {
        'number': '[+-]?[0-9]{1,12}([.][0-9]{1,15})?',
        'day': day,
        'local moment': day ~ clock,
        'zoned moment': day ~ clock ~ zone,
        'month': month,
        'whole number': '[0-9]{1,12}',
    } -%}
    {{- return(patterns[kind]) -}}
{% endmacro %}
