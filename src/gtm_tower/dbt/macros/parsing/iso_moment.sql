{# a zoned moment in any of its notations as the text 2025-03-01T09:30:00+05:30, the one notation that
   all engines read #}
{% macro iso_moment(text) -%}
    {%- set clock = "replace(substr(" ~ text ~ ", 17), ' ', '')" -%}
    substr({{ text }}, 1, 10) || 'T' || substr({{ text }}, 12, 5)
    || case when substr({{ text }}, 17, 1) = ':' then '' else ':00' end
    || case
        when {{ gtm_tower.matches(clock, '.*Z') }} then replace({{ clock }}, 'Z', '+00:00')
        when {{ gtm_tower.matches(clock, '.*[+-][0-9]{2}') }} then {{ clock }} || ':00'
        when {{ gtm_tower.matches(clock, '.*[+-][0-9]{4}') }}
            then substr({{ clock }}, 1, length({{ clock }}) - 2) || ':'
                || substr({{ clock }}, length({{ clock }}) - 1)
        else {{ clock }}
    end
{%- endmacro %}
