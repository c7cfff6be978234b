"""Connected components in plain Python, to hold those of a warehouse against."""

from collections.abc import Iterable


def least_nodes(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The least node that each linked node hangs together with; a link to itself is none."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for node, neighbour in links:
        if node != neighbour:
            first, second = sorted((root(node), root(neighbour)))
            parent[second] = first
    return {node: root(node) for node in parent}
