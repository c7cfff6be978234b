{# a row of the result is an input of which rows are lost or doubled #}
select
    input_name,
    table_name,
    rows_in,
    rows_accepted,
    rows_quarantined
from {{ ref('meta__inputs') }}
where rows_in <> rows_accepted + rows_quarantined
