with

source as (

    select * from {{ source('saas', 'support_tickets') }}

),

renamed as (

    select
        {{ gtm_tower.clean_text('ticket_id') }} as ticket_id,
        {{ gtm_tower.clean_text('account_id') }} as account_id,
        {{ gtm_tower.clean_name('category') }} as category,
        {{ gtm_tower.clean_name('severity') }} as severity,
        {{ gtm_tower.parse_number('sla_hours', 'number') }} as sla_hours,
        {{ gtm_tower.parse_moment('created_at') }} as created_at,
        {{ gtm_tower.parse_moment('first_replied_at') }} as first_replied_at,
        {{ gtm_tower.parse_moment('resolved_at') }} as resolved_at,
        {{ gtm_tower.problem_in({
            'created_at': 'moment',
            'first_replied_at': 'moment',
            'resolved_at': 'moment',
            'sla_hours': 'number',
        }) }} as problem,
        {{ gtm_tower.provenance('saas', 'support_tickets') }}
    from source

)

select * from renamed
