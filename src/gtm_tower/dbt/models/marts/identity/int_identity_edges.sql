{% set pairs = [
    ('user_id', 'anonymous_id'),
    ('user_id', 'device_id'),
    ('user_id', 'email'),
    ('anonymous_id', 'device_id'),
    ('anonymous_id', 'email'),
    ('device_id', 'email'),
] %}

with

sightings as (

    select * from {{ ref('int_identity__sightings') }}

),

pairs as (

    {% for kind_a, kind_b in pairs -%}
    select
        '{{ kind_a }}' as kind_a,
        {{ kind_a }} as value_a,
        '{{ kind_b }}' as kind_b,
        {{ kind_b }} as value_b,
        evidence,
        event_count,
        first_seen_at,
        last_seen_at
    from sightings
    where {{ kind_a }} is not null and {{ kind_b }} is not null
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    kind_a,
    value_a,
    kind_b,
    value_b,
    evidence,
    cast(sum(event_count) as {{ gtm_tower.type_of('count') }}) as event_count,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from pairs
group by 1, 2, 3, 4, 5
