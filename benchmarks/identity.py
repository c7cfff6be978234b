"""The budgets of identity, measured on this machine: `make bench`.

seconds   10 million edges become persons in 60 s, from the edges to the published stitching
memory    with at most 8 GB
growth    ten times the edges take at most as much more of the processor as n log n does

Six of ten edges are in groups of five values, two in chains of 100 to 10,000 values, two in stars
of 1,000. dbt runs the models of a company on DuckDB, in a process of its own; only what events say
is made up in the warehouse, in the place of files. Prints the figures and writes results.json; exit
1 if a budget is missed.
"""

import argparse
import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from run import GTM, Budget, Cost, machine, measure, models_of, save, versions

EDGES = 10_000_000
GROWTH = 10
MOST_SECONDS = 60.0
MOST_MEMORY_GB = 8.0

CHAINS = (100, 1_000, 10_000)
STAR = 1_000
# what a build makes of the edges, and what the next one starts from
MODELS = (
    "int_identity__values",
    "int_identity__components",
    "int_identity__persons",
    "int_identity_stitching",
)
EDGE_MODEL = "int_identity_edges"
META_MODELS = ("meta__identity_memory", "meta__identity_log")


Seconds = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """How many groups, chains of each length and stars there are."""

    groups: int
    chains: tuple[int, ...]
    stars: int

    @staticmethod
    def of(edges: int) -> "Shape":
        """The mix for so many edges."""
        chains = tuple(edges // 5 // len(CHAINS) // (size - 1) for size in CHAINS)
        stars = edges // 5 // STAR
        linked = sum(n * (size - 1) for n, size in zip(chains, CHAINS, strict=True)) + stars * STAR
        return Shape((edges - linked) // 4, chains, stars)

    @property
    def persons(self) -> int:
        """Every one of them is one."""
        return self.groups + sum(self.chains) + self.stars

    @property
    def edges(self) -> int:
        """A tree has one edge less than values."""
        return self.values - self.persons

    @property
    def values(self) -> int:
        """The values of all."""
        chained = sum(n * size for n, size in zip(self.chains, CHAINS, strict=True))
        return self.groups * 5 + chained + self.stars * (STAR + 1)


@dataclass(frozen=True)
class Size:
    """What so many edges took: the process, and each model's seconds on the clock and on all cores,
    in a first build and in one more of the same data, which finds every person again."""

    shape: Shape
    cost: Cost
    first: dict[str, Seconds]
    again: dict[str, Seconds]

    @property
    def seconds(self) -> Seconds:
        """From the edges to the stitching, on the clock and on all cores."""
        wall, cpu = zip(*(self.first[name] for name in MODELS), strict=True)
        return sum(wall), sum(cpu)


def main() -> int:
    """Measure, print, write the results; 1 if a budget is missed."""
    options = _options()
    if options.company:
        run_models(Path(options.company), Shape.of(options.edges))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="gtm-bench-"))
    try:
        small, large = (run_size(folder, n) for n in (options.edges // GROWTH, options.edges))
    finally:
        shutil.rmtree(folder)
    budgets = judge(small, large)
    report(small, large, budgets)
    return 0 if all(budget.is_kept for budget in budgets) else 1


def run_size(folder: Path, edges: int) -> Size:
    """Make a company and measure its models in a process of its own."""
    company = folder / f"edges-{edges}"
    measure([GTM, "init", str(company), "--template", "lottery"], folder)
    command = [sys.executable, __file__, "--company", str(company), "--edges", str(edges)]
    cost = measure(command, folder)
    found = json.loads((company / "found.json").read_text(encoding="utf-8"))
    shutil.rmtree(company)
    return Size(Shape.of(edges), cost, **found)


def run_models(root: Path, shape: Shape) -> None:
    """Run the models on made-up values, and again on what they remember of them.

    Writes the seconds by model beside the company. AssertionError where persons are not the shapes.
    """
    from gtm_tower.pipeline.memory import REMEMBERED, create_tables
    from gtm_tower.pipeline.transform import close_connections
    from gtm_tower.warehouse import open_warehouse
    from gtm_tower.workspace import Workspace

    workspace = Workspace(root)
    warehouse = open_warehouse(workspace.config(), root)
    marts, meta = warehouse.next_marts_schema, warehouse.next_meta_schema
    warehouse.prepare_next()
    with warehouse.build() as session:
        for statement in _made_up(shape):
            session.execute(statement)
        create_tables(session, "")
    transformer = models_of(workspace)
    first = _seconds(transformer, [EDGE_MODEL, *MODELS, *META_MODELS])
    close_connections()
    with warehouse.build() as session:
        for table, kinds in REMEMBERED.items():
            columns = ", ".join(kinds)
            session.execute(f"insert into before.{table} select {columns} from {meta}.{table}")
    again = _seconds(transformer, [*MODELS[2:], *META_MODELS])
    close_connections()
    counts = (
        f"(select count(*) from {marts}.{EDGE_MODEL})",
        f"(select count(*) from {marts}.int_identity_stitching)",
        f"(select count(distinct person_id) from {marts}.int_identity_stitching)",
        f"(select count(*) from {meta}.identity_log)",
    )
    with warehouse.build() as session:
        found = session.query(f"select {', '.join(counts)}")[0]
    assert found == (shape.edges, shape.values, shape.persons, 0), found
    (root / "found.json").write_text(json.dumps({"first": first, "again": again}), encoding="utf-8")


def _seconds(transformer: Any, models: Sequence[str]) -> dict[str, Seconds]:
    """Run models one by one, without those that they need, and give the seconds of each."""
    ends = [time.process_time()]
    order: list[str] = []

    def progress(name: str, done: int, total: int) -> None:
        if name:
            order.append(name)
            ends.append(time.process_time())
        else:
            ends[0] = time.process_time()

    command = ["run", "--select", *models, "--threads", "1"]
    results = transformer._results(transformer._invoke(command, progress))
    broken = [f"{result.name}: {result.message}" for result in results if result.status != "pass"]
    assert not broken, broken
    cpu = {name: after - before for name, before, after in zip(order, ends, ends[1:], strict=False)}
    return {result.name: (result.seconds, cpu[result.name]) for result in results}


def _made_up(shape: Shape) -> Iterator[str]:
    """What events say: each row of it is an edge between two values."""
    yield "create schema intermediate"
    yield (
        "create table intermediate.int_identity__sightings (evidence text, user_id text,"
        " anonymous_id text, device_id text, email text, event_count bigint,"
        " first_seen_at timestamp, last_seen_at timestamp)"
    )
    # a group is a user, a cookie, a device, another cookie, another device
    yield _sightings(
        "case when i % 4 = 0 then 'user_' || i // 4 end",
        "'group ' || i // 4 || ' ' || (i % 4) // 2",
        "case when i % 4 > 0 then 'group ' || i // 4 || ' ' || (i % 4) // 3 end",
        shape.groups * 4,
    )
    for size, count in zip(CHAINS, shape.chains, strict=True):
        link, chain = f"i % {size - 1}", f"'chain {size} ' || i // {size - 1} || ' '"
        cookie, device = f"{chain} || ({link} + 1) // 2", f"{chain} || ({link}) // 2"
        yield _sightings("null", cookie, device, count * (size - 1))
    yield _sightings("null", "'star ' || i", f"'star ' || i // {STAR}", shape.stars * STAR)


def _sightings(user: str, cookie: str, device: str, count: int) -> str:
    """Rows with ids of 32 digits, at some time of a year."""
    at = "timestamp '2025-01-01' + to_seconds(cast(hash(i) % 31536000 as bigint))"
    return (
        f"insert into intermediate.int_identity__sightings select 'event', {user}, md5({cookie}),"
        f" md5({device}), null, 1, {at}, {at} from range({count}) as numbers (i)"
    )


def judge(small: Size, large: Size) -> list[Budget]:
    """Every budget with its figure."""
    edges = (large.shape.edges, small.shape.edges)
    most_growth = edges[0] * math.log(edges[0]) / (edges[1] * math.log(edges[1]))
    growth = large.seconds[1] / small.seconds[1]
    return [
        Budget(f"{edges[0]:,} edges to persons", large.seconds[0], MOST_SECONDS, "s"),
        Budget("peak memory", large.cost.memory_gb, MOST_MEMORY_GB, "GB"),
        Budget(f"growth from {edges[1]:,}, CPU", growth, most_growth, "times"),
    ]


def report(small: Size, large: Size, budgets: list[Budget]) -> None:
    """Print the figures and write them to results.json."""
    facts: dict[str, Any] = {"machine": machine(), "versions": versions()}
    for title, content in facts.items():
        print(f"{title:<10}{', '.join(f'{key} {value}' for key, value in content.items())}")
    sizes = (small, large)
    heads = "".join(f"{one.shape.edges:>12,}{'CPU s':>8}" for one in sizes)
    print(f"\n{'model, seconds':<34}{heads}")
    for build in ("first", "again"):
        for name in getattr(large, build):
            found = [getattr(one, build)[name] for one in sizes]
            figures = "".join(f"{wall:>12.2f}{cpu:>8.2f}" for wall, cpu in found)
            print(f"{name if build == 'first' else f'{name}, again':<34}{figures}")
    print(f"\n{'budget':<34}{'figure':>8}{'most':>8}")
    for one in budgets:
        verdict = "kept" if one.is_kept else "MISSED"
        print(f"{one.name:<34}{one.value:>8.2f}{one.most:>8.4g} {one.unit:<6}{verdict}")
    steps = {
        str(one.shape.edges): {
            "persons": one.shape.persons,
            "values": one.shape.values,
            **asdict(one.cost),
            "model_wall_and_cpu_seconds": one.first,
            "model_wall_and_cpu_seconds_again": one.again,
        }
        for one in sizes
    }
    judged = [asdict(budget) | {"is_kept": budget.is_kept} for budget in budgets]
    save({"identity": facts | {"edges": steps, "budgets": judged}})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--edges", type=int, default=EDGES, help="of the large size")
    parser.add_argument("--company", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
