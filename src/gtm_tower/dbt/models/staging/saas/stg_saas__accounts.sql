with

source as (

    select * from {{ source('saas', 'accounts') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_text('account_name') }} as account_name,
        {{ gtm_tower.clean_text('segment') }} as segment,
        {{ gtm_tower.clean_text('company_size') }} as company_size,
        {{ gtm_tower.clean_text('region') }} as region,
        cast(null as {{ gtm_tower.type_of('text') }}) as country,
        cast(null as {{ gtm_tower.type_of('text') }}) as industry,
        {{ gtm_tower.clean_text('acquisition_channel') }} as acquisition_channel,
        {{ gtm_tower.clean_name('status') }} as status,
        {{ gtm_tower.parse_moment('created_at') }} as created_at,
        {{ gtm_tower.problem_in({'created_at': 'moment'}) }} as problem,
        {{ gtm_tower.provenance('saas', 'accounts') }}
    from source

)

select * from renamed
