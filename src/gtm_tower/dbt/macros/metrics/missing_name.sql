{# the category of rows whose name is missing; the literal 'unknown' of a source stays apart from it #}
{% macro missing_name() %}{{ return('unknown (missing)') }}{% endmacro %}
