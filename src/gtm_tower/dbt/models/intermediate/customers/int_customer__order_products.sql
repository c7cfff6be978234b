{# what was ordered: the product that the order names by its id, else by its name, else the name
   alone #}
with

orders as (

    select * from {{ ref('inputs__orders') }}

),

products as (

    select * from {{ ref('inputs__products') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

),

-- two products of one name: the first id by its bytes
named_products as (

    select
        lower(product_name) as name_key,
        min({{ gtm_tower.binary_order('product_id') }}) as product_id
    from products
    where product_name is not null
    group by 1

),

resolved as (

    select
        orders.order_id,
        coalesce(orders.product_id, named_products.product_id, names.name) as product_id,
        names.name as ordered_name
    from orders
    left join named_products on lower(orders.product_name) = named_products.name_key
    left join spellings as names
        on lower(orders.product_name) = names.name_key and names.kind = 'product'

)

select
    resolved.order_id,
    resolved.product_id,
    coalesce(products.product_name, resolved.ordered_name) as product_name,
    categories.name as category
from resolved
left join products on resolved.product_id = products.product_id
left join spellings as categories
    on lower(products.category) = categories.name_key and categories.kind = 'category'
