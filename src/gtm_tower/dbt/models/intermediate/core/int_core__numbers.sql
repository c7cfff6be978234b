{# the whole numbers 0 to 99,999 by cross joins, the same on every engine #}
with

digits as (

    {% for digit in range(10) -%}
    select {{ digit }} as digit
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    ones.digit
    + 10 * tens.digit
    + 100 * hundreds.digit
    + 1000 * thousands.digit
    + 10000 * ten_thousands.digit as number
from digits as ones
cross join digits as tens
cross join digits as hundreds
cross join digits as thousands
cross join digits as ten_thousands
