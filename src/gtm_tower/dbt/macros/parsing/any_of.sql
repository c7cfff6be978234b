{# the regular expression of any of some words, in any case. A word with a sign that engines write
   differently inside an expression is left out. #}
{% macro any_of(words) %}
    {%- set expressions = [] -%}
    {%- for word in words if not (word | select('in', "[]^'\\") | list) -%}
        {%- set letters = [] -%}
        {%- for letter in word -%}
            {%- set upper = letter | upper -%}
            {%- set has_cases = upper != letter and upper | length == 1 -%}
            {%- do letters.append('[' ~ letter ~ (upper if has_cases else '') ~ ']') -%}
        {%- endfor -%}
        {%- do expressions.append(letters | join) -%}
    {%- endfor -%}
    {{- return(expressions | join('|')) -}}
{% endmacro %}
