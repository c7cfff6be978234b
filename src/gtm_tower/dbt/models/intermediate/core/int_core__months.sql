{# every month from the first in which anything happened to the month of as_of #}
{% set moments = [
    ('accounts', 'created_at'),
    ('subscriptions', 'started_at'),
    ('invoices', 'invoiced_at'),
    ('invoices', 'period_start'),
    ('leads', 'created_at'),
    ('opportunities', 'coalesce(created_at, closed_at)'),
    ('users', 'created_at'),
    ('support_tickets', 'created_at'),
    ('marketing_spend', 'spent_at'),
    ('sales_costs', 'spent_at'),
    ('customers', 'signed_up_at'),
    ('orders', 'ordered_at'),
    ('deposits', 'deposited_at'),
    ('web_events', 'occurred_at'),
] %}

with

first_moments as (

    {% for input, moment in moments if input in var('gtm_feeds') -%}
    select min({{ moment }}) as moment from {{ ref('inputs__' ~ input) }}
    union all
    {% endfor -%}
    select cast(null as {{ gtm_tower.type_of('timestamp') }}) as moment

),

bounds as (

    select
        coalesce({{ gtm_tower.month_of('min(moment)') }}, {{ gtm_tower.as_of_month() }})
            as first_month,
        {{ gtm_tower.as_of_month() }} as last_month
    from first_moments

)

select
    {{ gtm_tower.add_months('bounds.first_month', 'numbers.number') }} as date_month,
    {{ gtm_tower.add_months('bounds.first_month', 'numbers.number + 1') }} as next_month
from bounds
inner join {{ ref('int_core__numbers') }} as numbers
    on numbers.number <= {{ gtm_tower.months_between('bounds.first_month', 'bounds.last_month') }}
