{# every account with the names that reports group by: one spelling each, and a category of its own
   for the missing ones #}
with

accounts as (

    select * from {{ ref('inputs__accounts') }}

),

spellings as (

    select * from {{ ref('int_core__spellings') }}

)

select
    accounts.account_id,
    accounts.account_name,
    coalesce(segments.name, '{{ gtm_tower.missing_name() }}') as segment,
    accounts.company_size,
    coalesce(regions.name, '{{ gtm_tower.missing_name() }}') as region,
    accounts.country,
    accounts.industry,
    coalesce(channels.name, '{{ gtm_tower.missing_name() }}') as acquisition_channel,
    accounts.status,
    {%- for column in gtm_tower.input_extensions('accounts') %}
    accounts.{{ column }},
    {%- endfor %}
    accounts.created_at
from accounts
left join spellings as segments
    on lower(accounts.segment) = segments.name_key and segments.kind = 'segment'
left join spellings as regions
    on lower(accounts.region) = regions.name_key and regions.kind = 'region'
left join spellings as channels
    on lower(accounts.acquisition_channel) = channels.name_key and channels.kind = 'channel'
