{% set kinds = ['user_id', 'anonymous_id', 'device_id', 'email'] %}
{% set never = "cast('9999-12-31' as " ~ gtm_tower.type_of('timestamp') ~ ')' %}

with

sightings as (

    select * from {{ ref('int_identity__sightings') }}

),

seen as (

    {% for kind in kinds -%}
    select
        '{{ kind }}' as value_kind,
        {{ kind }} as value,
        cast(sum(event_count) as {{ gtm_tower.type_of('count') }}) as event_count,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from sightings
    where {{ kind }} is not null
    group by 1, 2
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

-- in an edge the user id stands first
users as (

    select
        kind_b as value_kind,
        value_b as value,
        count(distinct value_a) as user_count
    from {{ ref('int_identity_edges') }}
    where kind_a = 'user_id'
    group by 1, 2

)

select
    seen.value_kind,
    seen.value,
    case when seen.value_kind = 'user_id' then 1 else coalesce(users.user_count, 0) end
        as user_count,
    seen.event_count,
    row_number() over (
        order by
            coalesce(seen.first_seen_at, {{ never }}),
            {{ gtm_tower.binary_order('seen.value_kind') }},
            {{ gtm_tower.binary_order('seen.value') }}
    ) as value_number,
    coalesce(users.user_count, 0) > {{ var('gtm_policies').max_group_size }} as is_guarded,
    seen.first_seen_at,
    seen.last_seen_at
from seen
left join users on seen.value_kind = users.value_kind and seen.value = users.value
