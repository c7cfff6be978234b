{# a refusal where a row names a parent that the input `parents` does not hold; parents are joined as
   a CTE of that name. No refusal where nobody provides the parents at all. #}
{% macro refuse_orphan(column, parents) -%}
    {%- if parents in var('gtm_provided_inputs') -%}
    case
        when received.{{ column }} is not null and {{ parents }}.{{ column }} is null
            then {{ gtm_tower.refusal('orphan', column, 'received.' ~ column) }}
    end
    {%- else -%}
    cast(null as {{ gtm_tower.type_of('text') }})
    {%- endif -%}
{%- endmacro %}
