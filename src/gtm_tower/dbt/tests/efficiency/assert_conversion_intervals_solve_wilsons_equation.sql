{# a row of the result is an origin whose interval does not hold its rate, or one of whose ends L
   does not solve (p - L)² = z² L (1 - L) / n #}
with

origins as (

    select * from {{ ref('fct_channel_efficiency') }}
    where lead_count > 0

),

ends as (

    select
        origin,
        conversion_rate,
        lead_count,
        conversion_ci_low as bound
    from origins
    where converted_lead_count > 0
    union all
    select
        origin,
        conversion_rate,
        lead_count,
        conversion_ci_high as bound
    from origins
    where converted_lead_count < lead_count

),

misses as (

    select
        origin,
        (conversion_rate - bound) * (conversion_rate - bound)
        - 1.959963984540054 * 1.959963984540054 * bound * (1 - bound) / lead_count as miss
    from ends

)

select origin from misses
where abs(miss) > 0.000000001
union all
select origin from origins
where
    conversion_ci_low > conversion_rate
    or conversion_ci_high < conversion_rate
    or conversion_ci_low < 0
    or conversion_ci_high > 1
    or efficiency_ci_low > efficiency_index
    or efficiency_ci_high < efficiency_index
