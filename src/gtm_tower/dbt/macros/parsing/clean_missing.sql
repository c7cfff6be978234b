{# a text without blanks around it; an empty one is null, and so is a word of the policy missing_words #}
{% macro clean_missing(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    case
        when lower({{ value }}) not in ('{{ var("gtm_policies").missing_words | join("', '") }}')
            then {{ value }}
    end
{%- endmacro %}
