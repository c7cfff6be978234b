{# the keys of an input whose rows happen after as_of, each once; as keys_of, none without a source #}
{% macro later_keys_of(input, column) -%}
    {%- if input in var('gtm_feeds') -%}
    select {{ column }} from {{ ref('received__' ~ input) }}
    where verdict = 'later'
    group by {{ column }}
    {%- else -%}
    {{ gtm_tower.keys_of(input, column) }}
    {%- endif -%}
{%- endmacro %}
