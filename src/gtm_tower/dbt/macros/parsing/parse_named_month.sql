{# a month with its English name (Jan-24, January 2024, jan/2024), or a text that parse_month reads, as a
   UTC timestamp; null where it is none. A year of two digits is one of 2000 to 2099. #}
{% macro parse_named_month(text) -%}
    {%- set value = 'lower(' ~ gtm_tower.plain_blanks(text) ~ ')' -%}
    {%- set names = '(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?'
        ~ '|sept?|september|oct(ober)?|nov(ember)?|dec(ember)?)' -%}
    {%- set months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split() -%}
    {%- set first_day -%}
        cast(
            case
                when {{ gtm_tower.matches(value, '.*[0-9]{4}') }}
                    then substr({{ value }}, length({{ value }}) - 3)
                else '20' || substr({{ value }}, length({{ value }}) - 1)
            end
            || case substr({{ value }}, 1, 3)
                {%- for month in months %}
                when '{{ month }}' then '-{{ '%02d' % loop.index }}-01'
                {%- endfor %}
            end as {{ gtm_tower.type_of('timestamp') }}
        )
    {%- endset -%}
    case
        when {{ gtm_tower.matches(value, names ~ '[., /-]{0,3}(19|20)?[0-9]{2}') }}
            then {{ gtm_tower.local_to_utc(first_day) }}
        else {{ gtm_tower.read_month('(' ~ gtm_tower.repair_century(text) ~ ')') }}
    end
{%- endmacro %}
