"""The graph of models, and the picture of it: a small warehouse drawn by hand.

x.deals -> stg_x__deals -> received__deals -> inputs__deals -> int_s__deals -> fct_a -> fct_b,
with int_core__months behind int_s__deals, and an estimate made from int_s__deals behind fct_b.
"""

import xml.etree.ElementTree as ET

from gtm_tower.site._graph import HELPERS, Graph, Node, read_graph, reduced
from gtm_tower.site._layout import Stop, lay_out
from gtm_tower.site._picture import picture

LINEAGE = [
    ("stg_x__deals", "staging", "deals", "x"),
    ("received__deals", "inputs", "stg_x__deals", "staging"),
    ("received__deals", "inputs", "inputs__accounts", "inputs"),
    ("inputs__deals", "inputs", "received__deals", "inputs"),
    ("int_core__months", "intermediate", "inputs__deals", "inputs"),
    ("int_s__deals", "intermediate", "inputs__deals", "inputs"),
    ("int_s__deals", "intermediate", "int_core__months", "intermediate"),
    ("fct_a", "marts", "int_s__deals", "intermediate"),
    ("fct_a", "marts", "inputs__deals", "inputs"),
    ("fct_b", "marts", "fct_a", "marts"),
    ("fct_b", "marts", "survival", "stats"),
]
RAW, STAGED, DEALS = (
    Node("raw", "x.deals"),
    Node("staging", "stg_x__deals"),
    Node("inputs", "deals"),
)
WORK, MONTHS = Node("intermediate", "int_s__deals"), Node("intermediate", "int_core__months")
A, B, CURVE = Node("marts", "fct_a"), Node("marts", "fct_b"), Node("estimate", "survival")


def graph() -> Graph:
    """The small warehouse; the estimate is made from int_s__deals."""
    return read_graph(LINEAGE, lambda tables: ["int_s__deals"] if "survival" in tables else [])


def test_what_is_judged_and_what_is_accepted_are_one_input() -> None:
    assert graph().parents[DEALS] == {STAGED}
    assert graph().behind(A) == {RAW, STAGED, DEALS, MONTHS, WORK}


def test_an_estimate_is_made_of_the_model_with_its_counts() -> None:
    assert graph().parents[CURVE] == {WORK}
    assert CURVE in graph().behind(B)


def test_a_mart_of_marts_stops_at_them_in_its_picture() -> None:
    stops = lay_out(graph(), B)
    boxes = [{stop.node for stop in column if stop.is_box} for column in stops.columns]
    assert boxes == [{RAW}, {STAGED}, {DEALS}, {MONTHS}, {WORK}, {A, CURVE}, {B}]
    assert (WORK, A) not in {(path[0].node, path[-1].node) for path in stops.edges}


def test_an_edge_that_a_longer_way_says_too_is_not_drawn() -> None:
    nodes = {A, *graph().behind(A)}
    edges = reduced(graph(), nodes)
    assert (WORK, A) in edges
    assert (DEALS, A) not in edges
    assert (DEALS, WORK) not in edges
    assert (DEALS, WORK) in reduced(graph().without(HELPERS), nodes - {MONTHS})


def test_an_edge_over_several_columns_has_a_place_in_each() -> None:
    lineage = [*LINEAGE, ("fct_a", "marts", "inputs__accounts", "inputs")]
    layout = lay_out(read_graph(lineage), A)
    accounts = Node("inputs", "accounts")
    [path] = [path for path in layout.edges if path[0].node == accounts]
    assert [stop.column for stop in path] == list(range(2, len(layout.columns)))
    for column, stop in enumerate(path[1:-1], start=3):
        assert stop in layout.columns[column]
        assert not stop.is_box


def test_no_stop_is_lost_and_none_is_twice() -> None:
    layout = lay_out(graph(), B)
    stops = [stop for column in layout.columns for stop in column]
    assert len(stops) == len(set(stops))
    assert {stop for path in layout.edges for stop in path} <= set(stops)
    assert Stop(len(layout.columns) - 1, B) in stops


def test_the_marts_after_a_node_are_the_next_ones() -> None:
    assert graph().marts_after(DEALS) == {A, B}  # fct_b by the estimate
    assert read_graph(LINEAGE).marts_after(DEALS) == {A}


def test_the_picture_names_every_box_once_and_links_those_with_a_page() -> None:
    drawn = picture(graph(), "fct_a", ["M <1>", "M2"], {DEALS: "../inputs/deals.html"}, [DEALS])
    root = ET.fromstring(drawn)
    svg = "{http://www.w3.org/2000/svg}"
    titles = [node.text for node in root.findall(f".//{svg}g/{svg}title")]
    assert sorted(filter(None, titles)) == [
        "M <1>, M2",
        "deals (inputs, no rows)",
        "fct_a (marts)",
        "int_s__deals (intermediate)",
        "stg_x__deals (staging)",
        "x.deals (raw)",
    ]
    assert [link.get("href") for link in root.findall(f".//{svg}a")] == [
        "../inputs/deals.html",
        "#metrics",
    ]


def test_no_two_boxes_overlap() -> None:
    drawn = ET.fromstring(picture(graph(), "fct_b", ["M"], {}, []))
    boxes = [
        [float(rect.get(side) or 0) for side in ("x", "y", "width", "height")]
        for rect in drawn.iter("{http://www.w3.org/2000/svg}rect")
    ]
    for place, (x, y, width, height) in enumerate(boxes):
        for left, top, _, _ in boxes[place + 1 :]:
            assert not (abs(left - x) < width and abs(top - y) < height)


def test_the_same_lineage_in_another_order_gives_the_same_picture() -> None:
    one = picture(read_graph(LINEAGE), "fct_b", ["M"], {}, [])
    other = picture(read_graph(LINEAGE[::-1]), "fct_b", ["M"], {}, [])
    assert one == other
