"""Where the boxes of a lineage picture go: layers as columns, few crossings, the same every time.

After Sugiyama, Tagawa and Toda (1981): nodes in columns, an edge over several columns led through a
free place in each, and the order within columns by the middle of the neighbours, in sweeps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gtm_tower.site._graph import Graph, Node, reduced

FIXED = {"raw": 0, "staging": 1, "inputs": 2}
SWEEPS = 12


@dataclass(frozen=True)
class Stop:
    """A place in a column: a box, or where the edge `edge` passes through."""

    column: int
    node: Node
    edge: int = -1

    @property
    def is_box(self) -> bool:
        """False for an edge that only passes."""
        return self.edge < 0


@dataclass(frozen=True)
class Layout:
    """The columns from left to right, each from top to bottom, and the stops of every edge."""

    columns: tuple[tuple[Stop, ...], ...]
    edges: tuple[tuple[Stop, ...], ...]


def lay_out(graph: Graph, mart: Node) -> Layout:
    """The picture of a mart: what is behind it up to the next marts, which have their own."""
    graph = graph.up_to_marts(mart)
    nodes = {mart, *graph.behind(mart)}
    edges = reduced(graph, nodes)
    placed = _columns(edges, nodes, mart)
    paths = [_path(place, parent, child, placed) for place, (parent, child) in enumerate(edges)]
    stops = {Stop(placed[node], node) for node in nodes} | {one for path in paths for one in path}
    columns = [
        sorted((stop for stop in stops if stop.column == column), key=_by_name)
        for column in range(max(placed.values()) + 1)
    ]
    return Layout(tuple(map(tuple, _sorted(columns, paths))), tuple(paths))


def _columns(edges: Sequence[tuple[Node, Node]], nodes: set[Node], mart: Node) -> dict[Node, int]:
    """The first layers have a column each; every other node stands as far right as it can."""
    after: dict[Node, list[Node]] = {node: [] for node in nodes}
    for parent, child in edges:
        after[parent].append(child)
    steps: dict[Node, int] = {}

    def to_mart(node: Node) -> int:
        if node not in steps:
            steps[node] = 0 if node == mart else 1 + max(map(to_mart, after[node]), default=0)
        return steps[node]

    free = [node for node in nodes if node.layer not in FIXED]
    last = max(map(to_mart, free))
    first = 1 + max((FIXED[node.layer] for node in nodes if node.layer in FIXED), default=-1)
    return {
        node: FIXED[node.layer] if node.layer in FIXED else first + last - to_mart(node)
        for node in nodes
    }


def _path(place: int, parent: Node, child: Node, placed: Mapping[Node, int]) -> tuple[Stop, ...]:
    start, end = placed[parent], placed[child]
    between = (Stop(column, parent, place) for column in range(start + 1, end))
    return (Stop(start, parent), *between, Stop(end, child))


def _sorted(columns: list[list[Stop]], paths: Sequence[tuple[Stop, ...]]) -> list[list[Stop]]:
    """Order each column by the middle of its neighbours, to the right and back, a few times."""
    left: dict[Stop, list[Stop]] = {}
    right: dict[Stop, list[Stop]] = {}
    for path in paths:
        for one, other in zip(path, path[1:], strict=False):
            right.setdefault(one, []).append(other)
            left.setdefault(other, []).append(one)
    best, fewest = columns, _crossings(columns, right)
    for sweep in range(SWEEPS):
        goes_right = sweep % 2 == 0
        order = range(1, len(columns)) if goes_right else range(len(columns) - 2, -1, -1)
        columns = [list(column) for column in columns]
        for place in order:
            beside = columns[place - 1 if goes_right else place + 1]
            _by_neighbours(columns[place], beside, left if goes_right else right)
        crossings = _crossings(columns, right)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _by_neighbours(
    column: list[Stop], beside: Sequence[Stop], near: Mapping[Stop, list[Stop]]
) -> None:
    places = {stop: place / max(len(beside), 1) for place, stop in enumerate(beside)}
    own = {stop: place / max(len(column), 1) for place, stop in enumerate(column)}

    def middle(stop: Stop) -> float:
        found = [places[one] for one in near.get(stop, ()) if one in places]
        return sum(found) / len(found) if found else own[stop]

    column.sort(key=lambda stop: (middle(stop), _by_name(stop)))


def _crossings(columns: Sequence[Sequence[Stop]], right: Mapping[Stop, list[Stop]]) -> int:
    total = 0
    for one, other in zip(columns, columns[1:], strict=False):
        places = {stop: place for place, stop in enumerate(other)}
        ends = [places[end] for stop in one for end in sorted(right.get(stop, ()), key=_by_name)]
        total += sum(ends[i] > ends[j] for i in range(len(ends)) for j in range(i + 1, len(ends)))
    return total


def _by_name(stop: Stop) -> tuple[str, str, int]:
    return (stop.node.layer, stop.node.name, stop.edge)
