{# A table of the connected components of a graph. The model gives its links, in any direction and any
   number of times: `node` belongs where `component`, another node, belongs; nodes are whole numbers
   from 0 to 2,147,483,646. The table has one row per linked node, and `component` is the least node
   that it hangs together with.

   Randomised contraction: H. Bögeholz, M. Brand, R.-A. Todor, In-database connected component
   analysis, ICDE 2020. In each round every node follows one of its neighbours or itself, whichever
   comes first in an order drawn for the round; followers become one node, and links inside it go.
   The expected number of nodes shrinks by a constant factor a round, so there are O(log n) rounds and
   all of them together cost as much as a few passes over the links. Whatever the orders are, the
   result is the same: they only decide how many rounds it takes. #}
{% materialization connected_components, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- set followers = gtm_tower.contract_links(compiled_code) -%}

    {%- if existing_relation is not none -%}
        {%- do adapter.drop_relation(existing_relation) -%}
    {%- endif -%}
    {% call statement('main') -%}
        {{ get_create_table_as_sql(False, target_relation, gtm_tower.least_nodes(followers)) }}
    {%- endcall %}
    {%- do adapter.drop_relation(followers) -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target_relation, model) -%}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
