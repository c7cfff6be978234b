with

source as (

    select * from {{ source('lottery', 'signups') }}

),

renamed as (

    select
        {{ gtm_tower.clean_missing('user_id') }} as customer_id,
        {{ gtm_tower.clean_missing('country') }} as country,
        {{ gtm_tower.parse_loose_moment('signup_timestamp') }} as signed_up_at,
        {{ gtm_tower.problem_in(
            {'signup_timestamp': 'loose moment'}, needed=['signup_timestamp']
        ) }} as problem,
        {{ gtm_tower.provenance('lottery', 'signups') }}
    from source

)

select * from renamed
