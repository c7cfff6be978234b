{# a text without blanks around it and with plain ones inside: tabs, line ends, no-break, narrow, thin
   and figure spaces become ` `; an empty one is null #}
{% macro plain_blanks(text) -%}
    {%- set blanks = "chr(9) || chr(10) || chr(13) || chr(160) || '\u2007\u2009\u202f'" -%}
    {{ gtm_tower.clean_text('translate(' ~ text ~ ', ' ~ blanks ~ ", '       ')") }}
{%- endmacro %}
