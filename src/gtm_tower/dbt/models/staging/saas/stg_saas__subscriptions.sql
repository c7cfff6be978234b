with

source as (

    select * from {{ source('saas', 'subscriptions') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('subscription_id') }} as subscription_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_text('plan_tier') }} as plan,
        {{ gtm_tower.clean_name('status') }} as status,
        {{ gtm_tower.parse_moment('start_date') }} as started_at,
        {{ gtm_tower.parse_moment('end_date') }} as ended_at,
        {{ gtm_tower.parse_moment('cancelled_at') }} as cancelled_at,
        {{ gtm_tower.problem_in({
            'start_date': 'moment',
            'end_date': 'moment',
            'cancelled_at': 'moment',
        }) }} as problem,
        {{ gtm_tower.provenance('saas', 'subscriptions') }}
    from source

)

select * from renamed
