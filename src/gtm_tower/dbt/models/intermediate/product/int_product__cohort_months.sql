{# how many of each cohort were active in each month; only months with an active member #}
{% set groups = [
    'cohort_type', 'cohort_month', 'is_truncated_cohort', 'segment', 'region', 'acquisition_channel'
] %}

with

members as (

    select * from {{ ref('int_product__cohort_members') }}

),

account_months as (

    select * from {{ ref('int_revenue__account_months') }}

),

user_months as (

    select * from {{ ref('int_product__user_months') }}

),

activities as (

    select
        'customer' as cohort_type,
        account_id as member_id,
        date_month,
        mrr
    from account_months
    where mrr > 0
    union all
    select
        'user' as cohort_type,
        user_id as member_id,
        date_month,
        cast(null as {{ gtm_tower.type_of('money') }}) as mrr
    from user_months
    group by user_id, date_month

)

select
    {%- for column in groups %}
    members.{{ column }},
    {%- endfor %}
    activities.date_month,
    count(*) as active_count,
    {{ gtm_tower.sum_money('activities.mrr') }} as retained_mrr
from members
inner join activities
    on members.cohort_type = activities.cohort_type and members.member_id = activities.member_id
group by
    {%- for column in groups %}
    members.{{ column }},
    {%- endfor %}
    activities.date_month
