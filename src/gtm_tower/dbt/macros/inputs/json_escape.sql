{# a text with what JSON forbids inside a string escaped: backslash, quote, line breaks, tab.
   Characters are named by code, since a backslash in a literal differs from engine to engine. #}
{% macro json_escape(text) -%}
    {%- set written = {92: 'chr(92)', 34: 'chr(34)', 10: "'n'", 13: "'r'", 9: "'t'"} -%}
    {%- set escaped = namespace(text=text) -%}
    {%- for code, letter in written.items() -%}
        {%- set escaped.text
            = 'replace(' ~ escaped.text ~ ', chr(' ~ code ~ '), chr(92) || ' ~ letter ~ ')' -%}
    {%- endfor -%}
    {{- escaped.text -}}
{%- endmacro %}
