{# a row of the result is a value of 0 or less; one that is not known is none #}
{% test positive_value(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where not {{ column_name }} > 0
{% endtest %}
