{# the earliest touch of each person, of equal times the first id by its bytes #}
with

touches as (

    select * from {{ ref('int_attribution__touchpoints') }}

),

ranked as (

    select
        touches.*,
        row_number() over (
            partition by person_id
            order by touched_at, {{ gtm_tower.binary_order('touchpoint_id') }}
        ) as place
    from touches
    where person_kind = 'person' and person_id is not null

)

select
    person_id,
    channel as first_touch_channel,
    campaign as first_touch_campaign,
    is_derived as is_first_touch_derived,
    touched_at as first_touch_at
from ranked
where place = 1
