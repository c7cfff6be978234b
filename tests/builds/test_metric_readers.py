"""Ten readers ask for metrics while versions are published, rolled back and pruned.

Odd versions have twice the visits, in a column of another name: a question of one version that met
the data of the other would fail, or give a number that belongs to neither.
"""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gtm_tower.config import Config
from gtm_tower.metrics import Answer, Metrics, request, why
from gtm_tower.warehouse import Warehouse, open_warehouse
from support.published import MANIFEST, TABLES, publish

pytestmark = pytest.mark.slow

SECONDS = 8
READERS = 5  # threads, and as many processes
ASKED = request(["visits", "stock_units"], by=["region"])
ANSWERS = {0: (("north", 7, 8), ("south", 3, 7)), 1: (("north", 14, 8), ("south", 6, 7))}
OTHER_MANIFEST = json.loads(json.dumps(MANIFEST).replace('"expr": "visits"', '"expr": "heads"'))
OTHER_TABLES = TABLES | {
    "visits": f"select visit_date, region, 2 * visits as heads, amount from ({TABLES['visits']}) t"
}


def put(warehouse: Warehouse, number: int) -> None:
    """Publish the version of a number."""
    name = f"20260521t000000z_{number:04}"
    if number % 2:
        publish(warehouse, name, OTHER_MANIFEST, OTHER_TABLES)
    else:
        publish(warehouse, name)


def read(metrics: Metrics, until: float) -> tuple[int, int]:
    """Ask again and again, each at least ten times; how often, and how many versions answered."""
    asked = 0
    versions: set[int] = set()
    while asked < 10 or time.time() < until:
        answer = metrics.query(ASKED)
        number = int(answer.run_id[-4:])
        assert answer.rows == ANSWERS[number % 2], answer
        asked, versions = asked + 1, versions | {number}
    return asked, len(versions)


def read_alone(config: Config, root: Path, until: float) -> tuple[int, int]:
    """A reader in a process of its own."""
    return read(Metrics(open_warehouse(config, root)), until)


@contextmanager
def readers(
    config: Config, root: Path, metrics: Metrics
) -> Iterator[list[Future[tuple[int, int]]]]:
    """Threads that share the metrics, and processes, until the time is over."""
    until = time.time() + SECONDS
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(READERS, spawned) as processes, ThreadPoolExecutor(READERS) as threads:
        yield [
            *(processes.submit(read_alone, config, root, until) for _ in range(READERS)),
            *(threads.submit(read, metrics, until) for _ in range(READERS)),
        ]


def test_every_answer_is_of_one_version(
    config: Config, tmp_path: Path, warehouse: Warehouse
) -> None:
    put(warehouse, 0)
    changes: list[Callable[[int], object]] = [
        lambda number: put(warehouse, number),
        lambda _: warehouse.rollback(),
        lambda number: put(warehouse, number),
        lambda _: warehouse.prune(3),
    ]
    with readers(config, tmp_path, Metrics(warehouse)) as reading:
        number = 0
        while not all(one.done() for one in reading):
            changes[number % len(changes)](number := number + 1)
            time.sleep(0.05)
        found = [one.result() for one in reading]
    assert number > 3
    assert sum(asked for asked, _ in found) >= 2 * READERS * 10
    assert max(versions for _, versions in found) > 1


def test_all_questions_behind_a_change_are_put_to_one_version(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(warehouse, 0)
    metrics = Metrics(warehouse)
    query, due = metrics.query, [1]

    def query_then_publish(*asked: Any) -> Answer:
        answer = query(*asked)
        while due:
            put(warehouse, due.pop())
        return answer

    monkeypatch.setattr(metrics, "query", query_then_publish)
    found = why(metrics, "visits", "2026-03", "2026-04", ["region"])
    times = 1 + int(found.run_id[-4:])
    assert (found.before, found.after) == (times * 4, times * 1)
    assert {one.values: (one.before, one.after) for one in found.segments} == {
        ("north",): (times * 3, times * 1),
        ("south",): (times * 1, times * 0),
    }
    assert not due
