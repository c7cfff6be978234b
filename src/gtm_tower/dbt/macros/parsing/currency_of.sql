{# the currency that an amount names, as its three-letter code, or the letters that stand there; null
   where it names none, or by a sign that several have, such as $ #}
{% macro currency_of(text) -%}
    {%- set signs = {'€': 'EUR', '£': 'GBP', '₹': 'INR'} -%}
    {%- set dollars = {
        'US': 'USD', 'CA': 'CAD', 'C': 'CAD', 'AU': 'AUD', 'A': 'AUD', 'NZ': 'NZD', 'HK': 'HKD',
        'SG': 'SGD', 'S': 'SGD', 'NT': 'TWD', 'MX': 'MXN', 'R': 'BRL',
    } -%}
    {%- set named = namespace(text='upper(' ~ gtm_tower.clean_missing(text) ~ ')') -%}
    {%- for sign, code in signs.items() -%}
        {%- set named.text = 'replace(' ~ named.text ~ ", '" ~ sign ~ "', '" ~ code ~ "')" -%}
    {%- endfor -%}
    {%- set letters = gtm_tower.rewritten(named.text, '[^A-Z]+', ['']) -%}
    nullif(
        case {{ letters }}
            {%- for letter, code in dollars.items() %}
            when '{{ letter }}' then '{{ code }}'
            {%- endfor %}
            else {{ letters }}
        end,
        ''
    )
{%- endmacro %}
