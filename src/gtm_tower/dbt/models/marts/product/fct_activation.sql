{% set groups = ['created_month', 'segment', 'region', 'acquisition_channel'] %}
{% set days = var('gtm_policies').activation_days %}

with

users as (

    select * from {{ ref('int_product__activations') }}

),

curves as (

    select * from {{ ref('int_product__activation_curves') }}

),

judged as (

    select
        {{ groups | join(', ') }},
        is_observed,
        days_to_activation,
        observed_days >= {{ days }} as is_mature,
        seconds_to_activation <= {{ days }} * 86400 as is_in_time
    from users

),

counts as (

    select
        {{ groups | join(', ') }},
        is_observed,
        count(*) as user_count,
        {{ gtm_tower.count_where('is_mature') }} as mature_user_count,
        {{ gtm_tower.count_where('is_mature and is_in_time') }} as activated_user_count,
        count(days_to_activation) as ever_activated_user_count
    from judged
    group by {{ groups | join(', ') }}, is_observed

),

ranked as (

    select
        {{ groups | join(', ') }},
        days_to_activation,
        row_number() over (partition by {{ groups | join(', ') }} order by days_to_activation)
            as place,
        count(*) over (partition by {{ groups | join(', ') }}) as size
    from users
    where days_to_activation is not null and is_observed

),

medians as (

    select
        {{ groups | join(', ') }},
        {{ gtm_tower.median('days_to_activation') }} as median_days
    from ranked
    group by {{ groups | join(', ') }}

),

-- exp(ln(0.5)) may miss 0.5 by a rounding error
curve_medians as (

    select
        {{ groups | join(', ') }},
        min(day_number) as median_days
    from curves
    where waiting_rate <= 0.5 + 0.000000001
    group by {{ groups | join(', ') }}

)

select
    counts.created_month as date_month,
    counts.segment,
    counts.region,
    counts.acquisition_channel,
    counts.user_count,
    {%- for column in ['mature_user_count', 'activated_user_count', 'ever_activated_user_count'] %}
    case when counts.is_observed then counts.{{ column }} end as {{ column }},
    {%- endfor %}
    case
        when counts.is_observed
            then {{ gtm_tower.ratio('counts.activated_user_count', 'counts.mature_user_count') }}
    end as activation_rate,
    medians.median_days as median_days_to_value,
    cast(curve_medians.median_days as {{ gtm_tower.type_of('count') }}) as km_median_days_to_value,
    counts.is_observed,
    counts.is_observed
    and counts.mature_user_count = counts.user_count
    and {{ gtm_tower.is_complete_month(gtm_tower.add_months('counts.created_month', 1)) }}
        as is_mature
from counts
left join medians
    on
    {%- for column in groups %}
        counts.{{ column }} = medians.{{ column }}{% if not loop.last %} and{% endif %}
    {%- endfor %}
left join curve_medians
    on
    {%- for column in groups %}
        counts.{{ column }} = curve_medians.{{ column }}{% if not loop.last %} and{% endif %}
    {%- endfor %}
