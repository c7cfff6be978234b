{# a row of the result is a channel and period with a ratio that is no number #}
with

ratios as (

    {% for column in [
        'average_ltv', 'cac_media', 'cac_fully_loaded', 'ltv_to_cac_media', 'ltv_to_cac',
    ] -%}
    select
        channel,
        period,
        '{{ column }}' as ratio_name,
        lower(cast({{ column }} as {{ gtm_tower.type_of('text') }})) as shown
    from {{ ref('fct_monthly_reporting') }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select * from ratios
where shown in ('nan', 'inf', '-inf', 'infinity', '-infinity')
