{# a text without blanks around it; a date in it that lost its century gets it back: the year 0024 is
   2024, 0000 to 0099 are 2000 to 2099 #}
{% macro repair_century(text) -%}
    {%- set value = gtm_tower.clean_text(text) -%}
    replace(substr({{ value }}, 1, 2), '00', '20') || substr({{ value }}, 3)
{%- endmacro %}
