"""What a mart is made of: the edges that lead to it, and where they are drawn."""

import pandas as pd

from gtm_tower.app.views import _lineage

# the file is called like the mart
EDGES = pd.DataFrame(
    [
        ("orders", "marts", "int_totals", "intermediate"),
        ("orders", "marts", "inputs__orders", "inputs"),
        ("int_totals", "intermediate", "inputs__orders", "inputs"),
        ("inputs__orders", "inputs", "stg_shop__orders", "staging"),
        ("stg_shop__orders", "staging", "orders", "shop"),
        ("customers", "marts", "orders", "marts"),
    ],
    columns=["name", "layer", "parent", "parent_layer"],
)
MART = ("marts", "orders")


def test_all_that_leads_to_a_mart_and_nothing_that_it_leads_to() -> None:
    found = _lineage.above(EDGES, MART)
    assert sorted(found["parent_layer"]) == ["inputs", "inputs", "intermediate", "shop", "staging"]


def test_the_last_steps_alone() -> None:
    found = _lineage.above(EDGES, MART, 1)
    assert set(found["parent"]) == {"int_totals", "inputs__orders"}


def test_a_node_stands_at_the_farthest_of_its_ways() -> None:
    nodes, arrows = _lineage.placed(_lineage.above(EDGES, MART, 2), MART)
    steps = dict(zip(nodes["label"], nodes["step"], strict=True))
    assert steps == {"orders": 0, "int_totals": -1, "inputs\norders": -2}
    drawn = sorted(zip(arrows["step"], arrows["to_step"], strict=True))
    assert drawn == [(-2, -1), (-2, 0), (-1, 0)]


def test_a_file_says_where_it_comes_from() -> None:
    nodes, _ = _lineage.placed(EDGES[4:5], ("staging", "stg_shop__orders"))
    assert "orders\nfile of shop" in set(nodes["label"])


def test_a_mart_of_nothing_stands_alone() -> None:
    nodes, arrows = _lineage.placed(EDGES[:0], MART)
    assert (list(nodes["name"]), len(arrows)) == (["orders"], 0)
