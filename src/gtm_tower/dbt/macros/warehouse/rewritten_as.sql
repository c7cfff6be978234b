{# the replacement of `rewritten` as one text; `sign` stands before the number of a group #}
{% macro rewritten_as(parts, sign) -%}
    {%- for part in parts -%}
        {%- if part is number -%}{{ sign }} || '{{ part }}'{%- else -%}'{{ part }}'{%- endif -%}
        {{- ' || ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
