{# a row of the result is a channel whose LTV:CAC is not within its interval #}
select
    channel,
    cost_basis,
    ltv_to_cac_lower,
    ltv_to_cac,
    ltv_to_cac_upper
from {{ ref('fct_channel_value') }}
where ltv_to_cac_lower > ltv_to_cac or ltv_to_cac > ltv_to_cac_upper
