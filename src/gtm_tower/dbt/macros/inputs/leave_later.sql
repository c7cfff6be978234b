{# the verdict `later` for a row that happens after as_of: it is neither accepted nor refused yet #}
{% macro leave_later(input) -%}
    {%- set happens_at = gtm_tower.input_moments('received')[input] -%}
    case when not ({{ gtm_tower.is_known(happens_at) }}) then 'later' end
{%- endmacro %}
