{# a text with what JSON forbids inside a string escaped: backslash, quote and control characters.
   Characters are named by code, since a backslash in a literal differs from engine to engine. #}
{% macro json_escape(text) -%}
    {%- set letters = {92: 'chr(92)', 34: 'chr(34)', 8: "'b'", 9: "'t'", 10: "'n'", 12: "'f'", 13: "'r'"} -%}
    {%- set escaped = namespace(text=text) -%}
    {%- for code in [92, 34] + range(1, 32) | list -%}
        {%- set written = letters.get(code, "'u00" ~ '%02x' % code ~ "'") -%}
        {%- set escaped.text
            = 'replace(' ~ escaped.text ~ ', chr(' ~ code ~ '), chr(92) || ' ~ written ~ ')' -%}
    {%- endfor -%}
    {{- escaped.text -}}
{%- endmacro %}
