{# when a row of each input happens; rows later than as_of are left alone #}
{% macro input_moments() %}
    {{- return({
        'accounts': 'created_at',
        'users': 'created_at',
        'subscriptions': 'started_at',
        'invoices': 'invoiced_at',
        'payments': 'paid_at',
        'opportunities': 'created_at',
        'product_events': 'occurred_at',
        'support_tickets': 'created_at',
        'marketing_spend': 'spent_at',
    }) -}}
{% endmacro %}
