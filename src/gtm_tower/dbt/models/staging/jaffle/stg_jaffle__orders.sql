with

source as (

    select * from {{ source('jaffle', 'orders') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('id') }} as order_id,
        {{ gtm_tower.clean_missing('user_id') }} as customer_id,
        {{ gtm_tower.clean_missing('product_name') }} as product_name,
        lower({{ gtm_tower.clean_missing('status') }}) as status,
        {{ gtm_tower.clean_missing('channel') }} as channel,
        {{ gtm_tower.clean_missing('campaign') }} as campaign,
        {{ gtm_tower.parse_loose_moment('order_date') }} as ordered_at,
        {{ gtm_tower.problem_in({'order_date': 'loose moment'}) }} as problem,
        {{ gtm_tower.provenance('jaffle', 'orders') }}
    from source

)

select * from renamed
