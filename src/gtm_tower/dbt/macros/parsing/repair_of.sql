{# what becomes of a raw cell that is read as a kind and not taken as it stands: placeholder for a missing
   word, unreadable for a text of another kind that is left empty, century for a year 0024; else null.
   Where another text refuses the row, that is no repair. Every text is of the kind `text`. #}
{% macro repair_of(text, kind, is_refused) -%}
    {%- set casts = {
        'money': gtm_tower.parse_money,
        'minor units': gtm_tower.parse_minor_units,
        'moment': gtm_tower.parse_loose_moment,
        'named month': gtm_tower.parse_named_month,
        'list': gtm_tower.parse_list,
        'boolean': gtm_tower.parse_boolean,
        'count': gtm_tower.parse_count,
    } -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    {%- set words = "('" ~ var('gtm_policies').missing_words | join("', '") ~ "')" -%}
    case
        when lower({{ value }}) in {{ words }} then 'placeholder'
        {%- if kind in casts and not is_refused %}
        when {{ value }} is not null and {{ casts[kind](text) }} is null then 'unreadable'
        {%- endif %}
        {%- if kind in ['moment', 'named month'] %}
        when substr({{ value }}, 1, 2) = '00' and {{ casts[kind](text) }} is not null then 'century'
        {%- endif %}
    end
{%- endmacro %}
