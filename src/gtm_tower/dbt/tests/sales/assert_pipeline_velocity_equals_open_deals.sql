{# a row of the result is the pipeline of a channel or of all with other open deals than
   fct_opportunities, or whose wins per day are not its parts multiplied #}
with

deals as (

    select
        acquisition_channel,
        {{ gtm_tower.count_where("state = 'open'") }} as open_count
    from {{ ref('fct_opportunities') }}
    group by 1

),

wanted as (

    select
        acquisition_channel,
        false as is_total,
        open_count
    from deals
    union all
    select
        'all' as acquisition_channel,
        true as is_total,
        sum(open_count) as open_count
    from deals
    having sum(open_count) is not null

)

select
    wanted.acquisition_channel,
    wanted.is_total,
    wanted.open_count,
    velocity.open_count as velocity_open_count
from wanted
left join {{ ref('fct_pipeline_velocity') }} as velocity
    on
        wanted.acquisition_channel = velocity.acquisition_channel
        and wanted.is_total = velocity.is_total
where
    velocity.open_count is null
    or velocity.open_count <> wanted.open_count
    or velocity.wins_per_day * velocity.average_cycle_days
    > velocity.open_count * velocity.win_rate + 0.000001
    or velocity.wins_per_day * velocity.average_cycle_days
    < velocity.open_count * velocity.win_rate - 0.000001
