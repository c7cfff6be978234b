{# an amount in any common notation; null where it is none. It may have a sign or a code of a currency
   before or behind it, be negative as -1, 1- or (1), and use any marks that money_notation tells apart.
   Up to 12 digits before the decimal mark; more than 2 behind it are rounded, halves away from zero. #}
{% macro parse_money(text) -%}
    {%- set codes = '(US|CA|AU|NZ|HK|SG|NT|MX|R|A|C|S)[$]|USD|EUR|GBP|BRL|CAD|AUD|NZD|CHF|JPY|CNY|HKD'
        ~ '|SGD|INR|MXN|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|ZAR|ILS|AED|SAR|THB|KRW|TWD|PHP|IDR|MYR|ARS|CLP'
        ~ '|COP' -%}
    {%- set signs = '$€£¥₹₽₩₺₪฿₫₱' -%}
    {%- set named = gtm_tower.rewritten('upper(' ~ gtm_tower.plain_blanks(text) ~ ')', codes, ['¤']) -%}
    {#- every currency is ¤, every minus is -, every apostrophe is _ -#}
    {%- set written = 'translate(' ~ named ~ ", '" ~ signs ~ "\u2212_\u2019' || chr(39), '"
        ~ '¤' * signs | length ~ "-#__')" -%}
    {%- set frame = gtm_tower.rewritten(written, '[0-9.,][0-9 _.,]*', ['0']) -%}
    {%- set frames = '([+-]? *(¤ *)?|¤ *[+-] *)0( *¤)?|(¤ *)?0( *¤)? *-( *¤)?'
        ~ '|([(] *(¤ *)?0( *¤)? *[)]|¤ *[(] *0 *[)])( *¤)?' -%}
    {%- set digits = 'translate(' ~ written ~ ", '¤()+-', '')" -%}
    {%- set is_negative = written ~ ' <> translate(' ~ written ~ ", '(-', '')" -%}
    case
        when not {{ gtm_tower.matches(frame, frames) }}
            then null
        {%- set marks = {'point': ', _', 'comma': '. _'} %}
        {%- for mark, others in marks.items() if var('gtm_policies').money_decimal_mark in ['auto', mark] %}
        when {{ gtm_tower.matches(digits, ' *(' ~ gtm_tower.money_notation(mark) ~ ') *') }}
            then cast(
                case when {{ is_negative }} then '-' else '' end
                || replace(translate({{ digits }}, '{{ others }}', ''), ',', '.')
                as {{ gtm_tower.type_of('money') }}
            )
        {%- endfor %}
    end
{%- endmacro %}
