"""Lineage: what a mart is made of and what is made of it, as a graph with layers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

LAYERS = ("raw", "staging", "inputs", "intermediate", "marts", "meta")
OUTSIDE = {"stats": "estimate", "before": "memory"}  # sources that the platform itself fills

# calendars and spellings: nearly everything is made of them, and with them of all inputs
HELPERS = frozenset({"int_core__months", "int_core__numbers", "int_core__spellings"})
Counts = Callable[[Collection[str]], Collection[str]]


def _no_counts(tables: Collection[str]) -> Collection[str]:
    return ()


@dataclass(frozen=True, order=True)
class Node:
    """A table or model; `layer` is one of LAYERS, or estimate or memory."""

    layer: str
    name: str


@dataclass(frozen=True)
class Graph:
    """Who is made of whom."""

    parents: Mapping[Node, frozenset[Node]] = field(default_factory=dict)
    children: Mapping[Node, frozenset[Node]] = field(default_factory=dict)

    def behind(self, node: Node) -> set[Node]:
        """Everything that a node is made of."""
        found: set[Node] = set()
        waiting = [node]
        while waiting:
            fresh = self.parents.get(waiting.pop(), frozenset()) - found
            found |= fresh
            waiting += fresh
        return found

    def up_to_marts(self, mart: Node) -> "Graph":
        """The graph in which no other mart is made of anything: each has a picture of its own."""
        return Graph(
            {
                node: others
                for node, others in self.parents.items()
                if node == mart or node.layer != "marts"
            }
        )

    def without(self, names: Collection[str]) -> "Graph":
        """The graph without some models, and without what is only behind them."""
        kept = {
            node: frozenset(one for one in others if one.name not in names)
            for node, others in self.parents.items()
            if node.name not in names
        }
        return Graph(kept)

    def marts_after(self, node: Node) -> set[Node]:
        """The marts that are made of a node, through models that are not marts."""
        found: set[Node] = set()
        waiting, seen = [node], {node}
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child.layer == "marts":
                    found.add(child)
                elif child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return found


def read_graph(lineage: Iterable[tuple[str, str, str, str]], counts: Counts = _no_counts) -> Graph:
    """The graph of `meta.lineage`; the two models of an input, judged and accepted, are one.

    `counts` names the models that hold the counts for an estimate.
    """
    rows = list(lineage)
    layers = {name: layer for name, layer, _, _ in rows}
    models = set(layers.items())
    estimates = {parent for _, _, parent, layer in rows if layer == "stats"}
    rows += [
        (table, "stats", model, layers[model])
        for table in sorted(estimates)
        for model in sorted(counts([table]))
        if model in layers
    ]
    parents: dict[Node, set[Node]] = defaultdict(set)
    children: dict[Node, set[Node]] = defaultdict(set)
    for name, layer, parent, parent_layer in rows:
        child = _node(name, layer, is_model=True)
        above = _node(parent, parent_layer, is_model=(parent, parent_layer) in models)
        # an input is held against another to find orphans: that is judging rows, not making them
        if (child.layer, above.layer) != ("inputs", "inputs"):
            parents[child].add(above)
            children[above].add(child)
    return Graph(_frozen(parents), _frozen(children))


def reduced(graph: Graph, nodes: set[Node]) -> list[tuple[Node, Node]]:
    """The edges between some nodes, without those that a longer way says as well."""
    edges = []
    for child in sorted(nodes):
        direct = graph.parents.get(child, frozenset()) & nodes
        for parent in sorted(direct):
            others = direct - {parent}
            if not any(parent in graph.behind(other) for other in others):
                edges.append((parent, child))
    return edges


def _node(name: str, layer: str, is_model: bool) -> Node:
    if layer == "inputs":
        return Node("inputs", name.removeprefix("received__").removeprefix("inputs__"))
    if layer in LAYERS:
        return Node(layer, name)
    if layer in OUTSIDE:
        return Node(OUTSIDE[layer], name)
    # a layer of the company's own is between the inputs and the marts
    return Node("intermediate", name) if is_model else Node("raw", f"{layer}.{name}")


def _frozen(found: Mapping[Node, set[Node]]) -> dict[Node, frozenset[Node]]:
    return {node: frozenset(others) for node, others in found.items()}
