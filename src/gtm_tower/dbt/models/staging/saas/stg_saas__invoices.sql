with

source as (

    select * from {{ source('saas', 'invoices') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('invoice_id') }} as invoice_id,
        {{ gtm_tower.clean_text('subscription_id') }} as subscription_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.parse_number('amount') }} as amount,
        upper({{ gtm_tower.clean_text('currency') }}) as currency,
        {{ gtm_tower.clean_name('status') }} as status,
        {{ gtm_tower.parse_moment('invoice_date') }} as invoiced_at,
        {{ gtm_tower.parse_moment('period_start') }} as period_start,
        {{ gtm_tower.parse_moment('period_end') }} as period_end,
        {{ gtm_tower.problem_in({
            'invoice_date': 'moment',
            'amount': 'money',
            'period_start': 'moment',
            'period_end': 'moment',
        }) }} as problem,
        {{ gtm_tower.provenance('saas', 'invoices') }}
    from source

)

select * from renamed
