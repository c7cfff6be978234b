{# the accepted keys of an input, for rows that name them, as the column `name`; none where no source can
   provide the input, so that nothing of it is built for them #}
{% macro keys_of(input, column, name=column) -%}
    {%- if input in var('gtm_feeds') -%}
    select {{ column }}{{ ' as ' ~ name if name != column }} from {{ ref('inputs__' ~ input) }}
    {%- else -%}
    select cast(null as {{ gtm_tower.type_of('text') }}) as {{ name }}
    from (select 1 as nothing) as nobody
    where 1 = 0
    {%- endif -%}
{%- endmacro %}
