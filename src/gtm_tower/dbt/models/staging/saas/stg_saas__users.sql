with

source as (

    select * from {{ source('saas', 'users') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('user_id') }} as user_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_name('email') }} as email,
        {{ gtm_tower.clean_name('role') }} as role,
        {{ gtm_tower.parse_moment('created_at') }} as created_at,
        {{ gtm_tower.problem_in({'created_at': 'moment'}) }} as problem,
        {{ gtm_tower.provenance('saas', 'users') }}
    from source

)

select * from renamed
