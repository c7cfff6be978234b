{# a row of the result is a text that has not the form of an e-mail address; a missing one is none #}
{% test valid_email(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where not {{ gtm_tower.is_email(column_name) }}
{% endtest %}
