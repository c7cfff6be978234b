{# a row of the result is a mart that has other customers than the accepted ones #}
{% set marts = ['customers', 'customer_segmentation', 'customer_ltv_scoring', 'dim_customer'] %}

with

accepted as (

    select customer_id from {{ ref('inputs__customers') }}

),

counted as (

    {% for mart in marts -%}
    select
        '{{ mart }}' as mart,
        count(*) as row_count,
        count(accepted.customer_id) as known_count
    from {{ ref(mart) }} as mart
    left join accepted on mart.customer_id = accepted.customer_id
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

wanted as (

    select count(*) as customer_count from accepted

)

select
    counted.mart,
    counted.row_count,
    counted.known_count,
    wanted.customer_count
from counted
cross join wanted
where
    counted.row_count <> wanted.customer_count
    or counted.known_count <> wanted.customer_count
