{# the MD5 digest of a text, as 32 hexadecimal digits in lower case #}
{% macro digest(text) %}
    {{- return(adapter.dispatch('digest', 'gtm_tower')(text)) -}}
{% endmacro %}

{% macro default__digest(text) %}md5({{ text }}){% endmacro %}

{% macro redshift__digest(text) %}md5({{ text }}){% endmacro %}

{% macro bigquery__digest(text) %}to_hex(md5({{ text }})){% endmacro %}
