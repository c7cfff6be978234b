with

source as (

    select * from {{ source('owner', 'expenses_salary_and_commissions') }}

),

outbound as (

    select
        'outbound' as channel,
        'salaries and commissions' as cost_type,
        {{ gtm_tower.currency_of('outbound_sales_team') }} as currency,
        {{ gtm_tower.parse_money('outbound_sales_team') }} as amount,
        {{ gtm_tower.parse_named_month('month') }} as spent_at,
        {{ gtm_tower.problem_in({
            'month': 'named month',
            'outbound_sales_team': 'written money',
        }) }} as problem,
        {{ gtm_tower.provenance('owner', 'expenses_salary_and_commissions') }}
    from source

),

inbound as (

    select
        'inbound' as channel,
        'salaries and commissions' as cost_type,
        {{ gtm_tower.currency_of('inbound_sales_team') }} as currency,
        {{ gtm_tower.parse_money('inbound_sales_team') }} as amount,
        {{ gtm_tower.parse_named_month('month') }} as spent_at,
        {{ gtm_tower.problem_in({
            'month': 'named month',
            'inbound_sales_team': 'written money',
        }) }} as problem,
        {{ gtm_tower.provenance('owner', 'expenses_salary_and_commissions') }}
    from source

)

select * from outbound
union all
select * from inbound
