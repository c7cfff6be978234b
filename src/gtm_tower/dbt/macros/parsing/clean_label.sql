{# a state or category that is spelled in several ways, in one of them: lower case, one blank between
   words, also for an underscore; a missing word is null #}
{% macro clean_label(text) -%}
    {%- set plain = gtm_tower.plain_blanks(gtm_tower.clean_missing(text)) -%}
    {{ gtm_tower.clean_text(gtm_tower.rewritten('lower(' ~ plain ~ ')', '[ _]+', [' '])) }}
{%- endmacro %}
