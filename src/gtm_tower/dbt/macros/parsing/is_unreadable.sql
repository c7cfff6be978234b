{# whether a text is not of a kind; both are columns. Every text is of the kind `text`. #}
{% macro is_unreadable(text, kind) -%}
    {%- set casts = {
        'money': gtm_tower.parse_money,
        'moment': gtm_tower.parse_loose_moment,
        'named month': gtm_tower.parse_named_month,
        'list': gtm_tower.parse_list,
        'boolean': gtm_tower.parse_boolean,
        'count': gtm_tower.parse_count,
    } -%}
    case {{ kind }}
        {%- for name, cast_of in casts.items() %}
        when '{{ name }}' then {{ cast_of(text) }} is null
        {%- endfor %}
        else false
    end
{%- endmacro %}
