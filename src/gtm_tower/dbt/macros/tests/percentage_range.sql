{# a row of the result is a share below 0 or above `top`, which is 1 for a fraction and 100 for a
   percentage; one that is not known is none #}
{% test percentage_range(model, column_name, top=1) %}
    {%- if top not in (1, 100) -%}
        {{ exceptions.raise_compiler_error(
            "percentage_range: top is " ~ top ~ ". Legal: 1, 100"
        ) }}
    {%- endif -%}
    select {{ column_name }}
    from {{ model }}
    where not {{ column_name }} between 0 and {{ top }}
{% endtest %}
