with

source as (

    select * from {{ source('saas', 'crm_deals') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('deal_id') }} as opportunity_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_name('stage') }} as stage,
        {{ gtm_tower.parse_number('deal_value') }} as amount,
        upper({{ gtm_tower.clean_text('currency') }}) as currency,
        {{ gtm_tower.clean_text('segment') }} as segment,
        {{ gtm_tower.parse_moment('created_date') }} as created_at,
        {{ gtm_tower.parse_moment('closed_date') }} as closed_at,
        {{ gtm_tower.problem_in({
            'deal_value': 'money',
            'created_date': 'moment',
            'closed_date': 'moment',
        }) }} as problem,
        {{ gtm_tower.provenance('saas', 'crm_deals') }}
    from source

)

select * from renamed
