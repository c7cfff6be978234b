with

source as (

    select * from {{ source('jaffle', 'payments') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('id') }} as payment_id,
        {{ gtm_tower.clean_missing('order_id') }} as order_id,
        {{ gtm_tower.parse_minor_units('amount') }} as amount,
        lower({{ gtm_tower.clean_missing('payment_method') }}) as method,
        {{ gtm_tower.problem_in({'amount': 'minor units'}) }} as problem,
        {{ gtm_tower.provenance('jaffle', 'payments') }}
    from source

)

select * from renamed
