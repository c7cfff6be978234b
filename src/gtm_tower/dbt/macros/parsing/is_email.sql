{# whether a text has the form of an e-mail address: no blanks, one @, and behind it a domain with a
   dot. Whether anybody reads it is not asked. #}
{% macro is_email(text) %}{{ gtm_tower.matches(text, '[^@ ]+@[^@ .]+([.][^@ .]+)+') }}{% endmacro %}
