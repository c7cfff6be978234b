{% set groups = [
    'date_month', 'segment', 'region', 'acquisition_channel', 'category', 'severity',
] %}

with

tickets as (

    select * from {{ ref('int_support__tickets') }}

),

accounts as (

    select * from {{ ref('int_core__accounts') }}

),

named as (

    select
        tickets.created_month as date_month,
        coalesce(accounts.segment, '{{ gtm_tower.missing_name() }}') as segment,
        coalesce(accounts.region, '{{ gtm_tower.missing_name() }}') as region,
        coalesce(accounts.acquisition_channel, '{{ gtm_tower.missing_name() }}')
            as acquisition_channel,
        tickets.category,
        tickets.severity,
        tickets.resolution_seconds,
        tickets.first_reply_seconds,
        tickets.sla_state
    from tickets
    left join accounts on tickets.account_id = accounts.account_id

),

totals as (

    select
        {{ groups | join(', ') }},
        count(*) as ticket_count,
        count(resolution_seconds) as resolved_count,
        {{ gtm_tower.count_where('resolution_seconds is null') }} as open_count,
        {%- for state in ['met', 'breached', 'pending'] %}
        {{ gtm_tower.count_where("sla_state = '" ~ state ~ "'") }} as sla_{{ state }}_count,
        {%- endfor %}
        coalesce(sum(resolution_seconds), 0) as resolution_seconds,
        count(first_reply_seconds) as replied_count,
        coalesce(sum(first_reply_seconds), 0) as first_reply_seconds
    from named
    group by {{ groups | join(', ') }}

),

ranked as (

    select
        {{ groups | join(', ') }},
        resolution_seconds,
        row_number() over (partition by {{ groups | join(', ') }} order by resolution_seconds)
            as place,
        count(*) over (partition by {{ groups | join(', ') }}) as size
    from named
    where resolution_seconds is not null

),

medians as (

    select
        {{ groups | join(', ') }},
        {{ gtm_tower.ratio(gtm_tower.median('resolution_seconds'), '3600') }} as median_hours
    from ranked
    group by {{ groups | join(', ') }}

)

select
    {%- for column in groups %}
    totals.{{ column }},
    {%- endfor %}
    totals.ticket_count,
    totals.resolved_count,
    totals.open_count,
    totals.sla_met_count,
    totals.sla_breached_count,
    totals.sla_pending_count,
    {{ gtm_tower.ratio(
        'totals.sla_breached_count', 'totals.sla_met_count + totals.sla_breached_count'
    ) }} as sla_breach_rate,
    {{ gtm_tower.ratio('totals.resolution_seconds', '3600') }} as resolution_hours,
    {{ gtm_tower.ratio('totals.resolution_seconds', 'totals.resolved_count * 3600') }}
        as average_resolution_hours,
    medians.median_hours as median_resolution_hours,
    totals.replied_count,
    {{ gtm_tower.ratio('totals.first_reply_seconds', '3600') }} as first_reply_hours,
    {{ gtm_tower.ratio('totals.first_reply_seconds', 'totals.replied_count * 3600') }}
        as average_first_reply_hours
from totals
left join medians
    on
    {%- for column in groups %}
        totals.{{ column }} = medians.{{ column }}{% if not loop.last %} and{% endif %}
    {%- endfor %}
