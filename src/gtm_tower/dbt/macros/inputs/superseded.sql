{# the rows of `judged` that a later received row of the same key replaces; rows already refused
   replace nothing. Only keys that occur more than once are sorted. #}
{% macro superseded(keys) -%}
    select
        _gtm_file,
        _gtm_row,
        source_name
    from (
        select
            judged._gtm_file,
            judged._gtm_row,
            judged.source_name,
            row_number() over (
                partition by {% for key in keys %}judged.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
                order by
                    {{ gtm_tower.binary_order('judged.source_name') }} desc,
                    {{ gtm_tower.binary_order('judged._gtm_file') }} desc,
                    judged._gtm_row desc
            ) as version
        from judged
        inner join (
            select {{ keys | join(', ') }}
            from received
            group by {{ keys | join(', ') }}
            having count(*) > 1
        ) as repeated
            on {% for key in keys -%}
            judged.{{ key }} = repeated.{{ key }}{{ ' and ' if not loop.last }}
            {%- endfor %}
        where judged.verdict is null
    ) as versions
    where version > 1
{%- endmacro %}
