{# a list written as text as its items joined by |, in their order and spelling; '' where the list has
   none, null where the text is empty or cannot be read. It may stand
   - in square or curly brackets, as Python, JSON, Postgres and Snowflake write it: ['a', "b"], {a,"b, c"}
   - without brackets, parted by the first of | ; , that it has. A part in quotes may hold a comma.
   Empty items and missing words are dropped, a | inside an item becomes /. Unreadable are brackets and
   quotes that do not close, lists in lists, and escapes other than of a quote, a blank or a backslash.
   Signs that the expressions below must tell apart stand as characters of private use meanwhile. #}
{% macro parse_list(text) -%}
    {%- set escaped, apostrophe, backslash, comma = '\ue000', '\ue001', '\ue002', '\ue003' -%}
    {%- set quote, brackets, unknown = '\ue004', '\ue005\ue006\ue007\ue008', '\ue009' -%}
    {%- set private = escaped ~ apostrophe ~ backslash ~ comma ~ quote ~ brackets ~ unknown -%}
    {%- set value = 'translate(' ~ gtm_tower.plain_blanks(text) ~ ", '" ~ private ~ "', '')" -%}

    {#- the inside of the brackets, with its escapes -#}
    {%- set inside = namespace(text='substr(' ~ value ~ ', 2, length(' ~ value ~ ') - 2)') -%}
    {%- for sign, stand_in in [
        ('chr(92)', backslash), ('chr(39)', escaped), ("'\"'", quote),
        ("'/'", '/'), ("'n'", ' '), ("'t'", ' '), ("'xa0'", ' '),
    ] -%}
        {%- set inside.text
            = 'replace(' ~ inside.text ~ ', chr(92) || ' ~ sign ~ ", '" ~ stand_in ~ "')" -%}
    {%- endfor -%}
    {%- set items -%}
        translate(
            case
                when {{ gtm_tower.is_bracketed(value) }}
                    then replace({{ inside.text }}, chr(92), '{{ unknown }}')
                {%- for sign in ['|', ';'] %}
                when replace({{ value }}, '{{ sign }}', '') <> {{ value }}
                    then translate({{ value }}, ',{{ sign }}', '{{ comma }},')
                {%- endfor %}
                else {{ value }}
            end || ',',
            '[]{}|' || chr(39), '{{ brackets }}/{{ apostrophe }}'
        )
    {%- endset -%}

    {%- set bare = '[^, "' ~ apostrophe ~ brackets ~ unknown ~ '][^,"' ~ brackets ~ unknown ~ ']*' -%}
    {%- set single = apostrophe ~ ' *([^' ~ apostrophe ~ unknown ~ ']*)' ~ apostrophe -%}
    {%- set double = '" *([^"' ~ unknown ~ ']*)"' -%}
    {%- set missing = '(' ~ gtm_tower.any_of(var('gtm_policies').missing_words) ~ ') *' -%}
    {%- set left_out
        = missing ~ '|' ~ apostrophe ~ ' *' ~ missing ~ apostrophe ~ '|" *' ~ missing ~ '"' -%}
    {%- set kept = single ~ '|' ~ double ~ '|(' ~ bare ~ ')' -%}
    {%- set parted
        = gtm_tower.rewritten(items, ' *(' ~ left_out ~ '|' ~ kept ~ ')? *,', [5, 6, 7, '|']) -%}
    {%- set joined = gtm_tower.rewritten(
        gtm_tower.rewritten(parted, '( *[|])+', ['|']), '^[|]|[|]$', ['']
    ) -%}
    case
        when {{ gtm_tower.clean_missing(text) }} is not null
            and {{ gtm_tower.matches(items, '( *(' ~ kept ~ ')? *,)+') }}
            then translate({{ joined }}, '{{ private }}', chr(39) || chr(39) || chr(92) || ',"[]{}')
    end
{%- endmacro %}
