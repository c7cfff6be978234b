{% set keys = {
    'accounts': 'account_id',
    'users': 'user_id',
    'leads': 'lead_id',
    'subscriptions': 'subscription_id',
    'invoices': 'invoice_id',
    'payments': 'payment_id',
    'opportunities': 'opportunity_id',
    'product_events': 'event_id',
    'support_tickets': 'ticket_id',
    'marketing_spend': 'channel',
    'sales_costs': 'channel',
    'customers': 'customer_id',
    'products': 'product_id',
    'orders': 'order_id',
    'deposits': 'deposit_id',
    'web_events': 'event_id',
} %}

with

refused as (

    {% for input, key in keys.items() if input in var('gtm_feeds') -%}
    select
        source_name,
        table_name,
        '{{ input }}' as input_name,
        {{ key }} as row_key,
        verdict,
        _gtm_file,
        _gtm_row
    from {{ ref('received__' ~ input) }}
    where verdict <> 'later'
    union all
    {% endfor -%}
    select
        {%- for column in ['source_name', 'table_name', 'input_name', 'row_key', 'verdict'] %}
        cast(null as {{ gtm_tower.type_of('text') }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ gtm_tower.type_of('text') }}) as _gtm_file,
        cast(null as {{ gtm_tower.type_of('count') }}) as _gtm_row
    from (select 1 as nothing) as nobody
    where 1 = 0

),

-- a raw row that gives several rows of an input may be refused for each
places as (

    select distinct
        source_name,
        table_name,
        _gtm_file,
        _gtm_row
    from refused

),

-- the rows as they were received; a column that a file brought unasked is there too
contents as (

    {% for feed in gtm_tower.raw_feeds() -%}
    select
        '{{ feed.source }}' as source_name,
        '{{ feed.table }}' as table_name,
        raw_rows._gtm_file,
        raw_rows._gtm_row,
        {{ gtm_tower.json_object('raw_rows', var('gtm_raw_columns')[feed.raw_table]) }}
            as raw_content
    from places
    inner join {{ source(feed.source, feed.table) }} as raw_rows
        on places._gtm_row = raw_rows._gtm_row and places._gtm_file = raw_rows._gtm_file
    where places.source_name = '{{ feed.source }}' and places.table_name = '{{ feed.table }}'
    union all
    {% endfor -%}
    select
        source_name,
        table_name,
        _gtm_file,
        _gtm_row,
        cast(null as {{ gtm_tower.type_of('text') }}) as raw_content
    from places
    where 1 = 0

)

select
    refused.source_name,
    refused.table_name,
    refused.input_name,
    refused.row_key,
    {{ dbt.split_part('refused.verdict', "': '", 1) }} as reason,
    refused.verdict as detail,
    refused._gtm_file as file_name,
    refused._gtm_row as row_number,
    contents.raw_content
from refused
left join contents
    on
        refused._gtm_row = contents._gtm_row
        and refused._gtm_file = contents._gtm_file
        and refused.source_name = contents.source_name
        and refused.table_name = contents.table_name
