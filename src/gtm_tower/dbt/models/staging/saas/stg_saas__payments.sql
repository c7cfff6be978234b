with

source as (

    select * from {{ source('saas', 'payments') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('payment_id') }} as payment_id,
        {{ gtm_tower.clean_text('invoice_id') }} as invoice_id,
        {{ gtm_tower.parse_number('amount') }} as amount,
        upper({{ gtm_tower.clean_text('currency') }}) as currency,
        {{ gtm_tower.clean_name('payment_method') }} as method,
        {{ gtm_tower.parse_moment('payment_date') }} as paid_at,
        {{ gtm_tower.problem_in({'payment_date': 'moment', 'amount': 'money'}) }} as problem,
        {{ gtm_tower.provenance('saas', 'payments') }}
    from source

)

select * from renamed
