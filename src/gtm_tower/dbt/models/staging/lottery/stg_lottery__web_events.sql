with

source as (

    select * from {{ source('lottery', 'web_events') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('event_id') }} as event_id,
        {{ gtm_tower.clean_missing('user_id') }} as user_id,
        {{ gtm_tower.clean_missing('anonymous_user_id') }} as anonymous_id,
        {{ gtm_tower.clean_missing('device_id') }} as device_id,
        lower({{ gtm_tower.clean_missing('email') }}) as email,
        {{ gtm_tower.clean_missing('session_id') }} as session_id,
        lower({{ gtm_tower.clean_missing('event_type') }}) as event_type,
        lower({{ gtm_tower.clean_missing('utm_source') }}) as source,
        lower({{ gtm_tower.clean_missing('utm_medium') }}) as medium,
        {{ gtm_tower.clean_missing('utm_campaign') }} as campaign,
        {{ gtm_tower.clean_missing('page_url') }} as page_url,
        {{ gtm_tower.parse_loose_moment('event_timestamp') }} as occurred_at,
        {{ gtm_tower.problem_in({'event_timestamp': 'loose moment'}) }} as problem,
        {{ gtm_tower.provenance('lottery', 'web_events') }}
    from source

)

select * from renamed
