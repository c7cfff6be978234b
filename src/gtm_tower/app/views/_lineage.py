"""What a mart is made of, down to the files: a part of the page on data health."""

from functools import partial

import pandas as pd

from gtm_tower.app.components import Board, figure, rows
from gtm_tower.app.special_charts import graph
from gtm_tower.app.tables import column, pick

DRAWN_STEPS = 2  # more would be too small to read
OWN_LAYERS = ("marts", "intermediate", "inputs", "staging", "stats", "before", "meta")
LABELS = {name: column(name.replace("_", " "), "text", "") for name in ("parent", "parent_layer")}

Node = tuple[str, str]  # a layer and a name in it: a file may be called like a mart


def show(board: Board, note: str) -> None:
    """A graph of the last steps to the chosen mart, and all steps as a table."""
    edges = board.table("lineage", "meta")
    marts = sorted(mart for mart, count in board.version.rows.items() if count)
    mart = pick("Lineage of", marts, "mart")
    if not mart:
        return
    columns = list(board.filters.values)
    found = above(edges, ("marts", mart))
    near = above(edges, ("marts", mart), DRAWN_STEPS)
    told = f"{note} The last {DRAWN_STEPS} steps, {len(near)} of {len(found)}; the table has all."
    nodes, arrows = placed(near, ("marts", mart))
    title = f"The last steps to {mart}"
    figure(board, title, partial(graph, arrows=arrows), nodes, note=told, columns=columns)
    rows(board, f"What {mart} is made of", found, note=note, columns=columns, labels=LABELS)


def above(edges: pd.DataFrame, node: Node, steps: int | None = None) -> pd.DataFrame:
    """The edges that lead to a node directly or over others, the last so many steps of them."""
    parents: dict[Node, set[Node]] = {}
    for name, layer, parent, parent_layer in edges.itertuples(index=False):
        parents.setdefault((layer, name), set()).add((parent_layer, parent))
    wanted, seen = {node}, set[Node]()
    while wanted and steps != 0:
        seen |= wanted
        wanted = {parent for one in wanted for parent in parents.get(one, ())} - seen
        steps = None if steps is None else steps - 1
    leads = [pair in seen for pair in zip(edges["layer"], edges["name"], strict=True)]
    return edges[leads].sort_values(["layer", "name", "parent"])


def placed(edges: pd.DataFrame, node: Node) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where to draw the nodes, the given one on the right at step 0, and the arrows between them.

    A node that leads there in several ways stands at the farthest of them that is drawn.
    """
    pairs = [
        ((parent_layer, parent), (layer, name))
        for name, layer, parent, parent_layer in edges.itertuples(index=False)
    ]
    steps = {node: 0}
    for step in range(DRAWN_STEPS):
        steps |= {parent: step + 1 for parent, child in pairs if steps.get(child) == step}
    arrows = [(one, other) for one, other in pairs if steps.get(one, 0) > steps.get(other, 9)]
    drawn = sorted({node, *(one for pair in arrows for one in pair)})
    columns = [[one for one in drawn if steps[one] == step] for step in set(steps.values())]
    heights = {
        one: place - (len(column) - 1) / 2 for column in columns for place, one in enumerate(column)
    }
    places = {one: (-steps[one], heights[one]) for one in drawn}
    nodes = [(*places[one], _label(*one), *one) for one in drawn]
    lines = [(*places[one], *places[other]) for one, other in arrows]
    named = pd.DataFrame(nodes, columns=["step", "place", "label", "layer", "name"])
    return named, pd.DataFrame(lines, columns=["step", "place", "to_step", "to_place"])


def _label(layer: str, name: str) -> str:
    """The name in short lines, and of a file where it comes from."""
    lines = name.split("__")
    return "\n".join(lines if layer in OWN_LAYERS else (*lines, f"file of {layer}"))
