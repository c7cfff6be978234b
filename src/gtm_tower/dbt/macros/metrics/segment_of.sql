{# the name, or with column='action' the recommended action, of the first segment whose ranges hold
   three scores; null where one of them is not known #}
{% macro segment_of(recency, frequency, monetary, column='name') -%}
    {%- if column not in ('name', 'action') -%}
        {{ exceptions.raise_compiler_error(
            "segment_of: column is '" ~ column ~ "'. Legal: name, action"
        ) }}
    {%- endif -%}
    {%- set scores = {'recency': recency, 'frequency': frequency, 'monetary': monetary} -%}
    case
        {%- for segment in var('gtm_segments') %}
        when
            {%- for kind, score in scores.items() %}
            {{ score }} between {{ segment[kind][0] }} and {{ segment[kind][1] }}
            {{- ' and' if not loop.last }}
            {%- endfor %}
            then {{ gtm_tower.text_of(segment[column]) }}
        {%- endfor %}
    end
{%- endmacro %}
