{# when a row of each input happens, of the relation `rows`; rows later than as_of are left alone. A deal
   of a lead that its source knows only as closed happens when it closes; a product has no date. #}
{% macro input_moments(rows) %}
    {{- return({
        'accounts': rows ~ '.created_at',
        'users': rows ~ '.created_at',
        'leads': rows ~ '.created_at',
        'opportunities': 'coalesce(' ~ rows ~ '.created_at, case when ' ~ rows
            ~ '.lead_id is not null then ' ~ rows ~ '.closed_at end)',
        'subscriptions': rows ~ '.started_at',
        'invoices': rows ~ '.invoiced_at',
        'payments': rows ~ '.paid_at',
        'product_events': rows ~ '.occurred_at',
        'support_tickets': rows ~ '.created_at',
        'marketing_spend': rows ~ '.spent_at',
        'sales_costs': rows ~ '.spent_at',
        'customers': rows ~ '.signed_up_at',
        'orders': rows ~ '.ordered_at',
        'deposits': rows ~ '.deposited_at',
        'web_events': rows ~ '.occurred_at',
        'products': 'cast(null as ' ~ gtm_tower.type_of('timestamp') ~ ')',
    }) -}}
{% endmacro %}
