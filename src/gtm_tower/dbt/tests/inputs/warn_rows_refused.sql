{# a row of the result is an input some of whose rows are refused #}
{{ config(severity='warn') }}

select
    input_name,
    table_name,
    rows_in,
    rows_refused,
    refused_rate
from {{ ref('meta__inputs') }}
where rows_refused > 0
