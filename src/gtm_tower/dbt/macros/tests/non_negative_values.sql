{# a row of the result is a value below 0; one that is not known is none #}
{% test non_negative_values(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where not {{ column_name }} >= 0
{% endtest %}
