with

source as (

    select * from {{ source('saas', 'product_events') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('event_id') }} as event_id,
        {{ gtm_tower.clean_text('user_id') }} as user_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_name('event_type') }} as event_type,
        {{ gtm_tower.parse_moment('event_timestamp') }} as occurred_at,
        {{ gtm_tower.problem_in({'event_timestamp': 'moment'}) }} as problem,
        {{ gtm_tower.provenance('saas', 'product_events') }}
    from source

)

select * from renamed
