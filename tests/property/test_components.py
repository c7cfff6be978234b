"""Connected components of graphs in a warehouse against a plain search of them."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_tower.warehouse import Warehouse
from support.contraction import Link, Steps, run_components
from support.graphs import least_nodes
from support.lab import tries

pytestmark = pytest.mark.slow

LAST_NODE = 2**31 - 2
FEW_NODES = st.integers(0, 25)
GRAPHS = st.lists(st.tuples(FEW_NODES, FEW_NODES), max_size=40)


@pytest.fixture(scope="module")
def steps() -> Iterator[Steps]:
    """The steps, compiled once."""
    opened = Steps()
    yield opened
    opened.close()


@settings(max_examples=tries(60))
@given(links=GRAPHS)
def test_steps_find_the_components(steps: Steps, links: list[Link]) -> None:
    found, rounds = steps.components(links)
    assert found == least_nodes(links)
    assert rounds <= 12  # of 26 nodes


@settings(max_examples=tries(10))
@given(seed=st.integers(0, 2**32), size=st.integers(2, 4000), is_shuffled=st.booleans())
def test_a_chain_takes_few_rounds(steps: Steps, seed: int, size: int, is_shuffled: bool) -> None:
    """A search from neighbour to neighbour would take a round for each link."""
    nodes = list(range(1, size + 1))
    if is_shuffled:
        random.Random(seed).shuffle(nodes)
    found, rounds = steps.components(zip(nodes, nodes[1:], strict=False))
    assert found == dict.fromkeys(nodes, 1)
    assert rounds <= 6 + 1.5 * size.bit_length()


def test_the_warehouse_finds_the_components(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.prepare_next()
    links = many_graphs(random.Random(7))
    wanted = least_nodes(links)
    assert len(set(wanted.values())) > 300
    assert run_components(warehouse, tmp_path / "dbt", links) == wanted
    # again, over the table that is there; and of no link at all
    assert run_components(warehouse, tmp_path / "dbt", links[:100]) == least_nodes(links[:100])
    assert run_components(warehouse, tmp_path / "dbt", [(5, 5)]) == {}
    with pytest.raises(AssertionError, match=f"node {LAST_NODE + 1} is too large"):
        run_components(warehouse, tmp_path / "dbt", [(1, LAST_NODE + 1)])


def many_graphs(rng: random.Random) -> list[Link]:
    """Small groups, long chains, stars, rings, grids and tangles, each apart from the others.

    Some of them number their nodes in order, the others at random; links come in both directions,
    some of them more than once, and a few lead to where they come from.
    """
    shapes = [
        *([(0, 1)] for _ in range(100)),
        *(tangle(rng, rng.randint(2, 6), rng.randint(1, 8)) for _ in range(200)),
        *(tangle(rng, size, size) for size in (50, 300, 1000)),
        *(chain(size) for size in (2, 3, 10, 333, 5000)),
        *([*chain(size), (size - 1, 0)] for size in (3, 4, 500)),
        *([(0, leaf) for leaf in range(1, size)] for size in (3, 50, 2000)),
        [(node, (node - 1) // 2) for node in range(1, 1000)],
        [
            (row * 20 + c, (row + d) * 20 + c + 1 - d)
            for row in range(19)
            for c in range(19)
            for d in (0, 1)
        ],
    ]
    links: list[Link] = []
    first = 0
    for shape in shapes:
        size = 1 + max(max(link) for link in shape)
        numbers = list(range(first, first + size))
        if rng.random() < 0.5:
            rng.shuffle(numbers)
        links += [(numbers[a], numbers[b]) for a, b in shape]
        first += size
    links += [(LAST_NODE, LAST_NODE - 1), (LAST_NODE - 2, LAST_NODE), (first, first)]
    links += [rng.choice(links) for _ in range(2000)]
    links = [(b, a) if rng.random() < 0.5 else (a, b) for a, b in links]
    rng.shuffle(links)
    return links


def chain(size: int) -> list[Link]:
    """Each node with the next."""
    return [(node, node + 1) for node in range(size - 1)]


def tangle(rng: random.Random, size: int, count: int) -> list[Link]:
    """Links at random."""
    return [(rng.randrange(size), rng.randrange(size)) for _ in range(count)]
