{# whom each node of some links follows in a round: of itself and its neighbours, the first in the order
   of the round. The order is that of a polynomial of degree two over the numbers modulo the prime
   2^31 - 1, in which any three nodes stand as if drawn by lot; where two come out equal, of the nodes.
   The coefficients are the next three powers of a primitive root, 48271. #}
{% macro followers(links, round) -%}
    {%- set prime, shift = 2147483647, 2147483648 -%}
    {%- set coefficients = [] -%}
    {%- for place in range(3) -%}
        {%- do coefficients.append(48271 ** (3 * round + place + 1) % prime) -%}
    {%- endfor -%}
    with

    {#- the place in the order and the node, in one number #}
    placed as (

        select
            node,
            neighbour,
            least(
                {%- for one in ['node', 'neighbour'] %}
                mod(
                    mod({{ coefficients[0] }} * {{ one }} + {{ coefficients[1] }}, {{ prime }})
                    * {{ one }} + {{ coefficients[2] }},
                    {{ prime }}
                ) * {{ shift }} + {{ one }}{{ ',' if not loop.last }}
                {%- endfor %}
            ) as first_placed
        from {{ links }}

    ),

    ends as (

        select node, first_placed from placed
        union all
        select neighbour as node, first_placed from placed

    )

    select
        node,
        mod(min(first_placed), {{ shift }}) as followed
    from ends
    group by 1
{%- endmacro %}
