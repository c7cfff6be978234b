{% set keys = {
    'accounts': 'account_id',
    'users': 'user_id',
    'subscriptions': 'subscription_id',
    'invoices': 'invoice_id',
    'payments': 'payment_id',
    'opportunities': 'opportunity_id',
    'product_events': 'event_id',
    'support_tickets': 'ticket_id',
    'marketing_spend': 'channel',
} %}

with

refused as (

    {% for input, key in keys.items() -%}
    select
        source_name,
        table_name,
        '{{ input }}' as input_name,
        {{ key }} as row_key,
        refusal,
        raw_content,
        _gtm_file,
        _gtm_row
    from {{ ref('received__' ~ input) }}
    where refusal is not null
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    source_name,
    table_name,
    input_name,
    row_key,
    {{ dbt.split_part('refusal', "': '", 1) }} as reason,
    refusal as detail,
    _gtm_file as file_name,
    _gtm_row as row_number,
    raw_content
from refused
