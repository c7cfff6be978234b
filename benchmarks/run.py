"""The budgets, measured on this machine: `make bench`.

overhead   gtm build costs at most twice its own SQL run by DuckDB alone, in time and in CPU
demo       gtm demo saas is through in 20 s
growth     ten times the data take less than ten times the time to load and build
memory     no step needs more than 6 GB
generate   the data of scale 100 are written in 60 s

Everything runs in processes of its own, in a temporary folder. Prints the figures and writes
results.json; exit 1 if a budget is missed.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")
GTM = Path(sys.executable).with_name("gtm")
PACKAGES = ("gtm-tower", "duckdb", "dbt-core", "dbt-duckdb", "numpy")
MEMORY_LIMIT = "4GB"  # as in gtm_tower.warehouse
THREADS = 2
GROWTH = 10
KILOBYTES_IN_GB = 1024 * 1024

MOST_OVERHEAD = 2.0
MOST_DEMO_SECONDS = 20.0
MOST_GROWTH = 10.0
MOST_MEMORY_GB = 6.0
MOST_GENERATE_SECONDS = 60.0


@dataclass(frozen=True)
class Cost:
    """What a process took: time on the clock, on all cores, and its peak memory."""

    wall_seconds: float
    cpu_seconds: float
    memory_gb: float


@dataclass(frozen=True)
class Size:
    """The steps at one scale."""

    scale: float
    rows: int
    generate: Cost
    load: Cost
    build: Cost

    @property
    def seconds(self) -> float:
        """Load and build."""
        return self.load.wall_seconds + self.build.wall_seconds


@dataclass(frozen=True)
class Budget:
    """A figure and the most it may be."""

    name: str
    value: float
    most: float
    unit: str

    @property
    def is_kept(self) -> bool:
        """Whether the figure is within the budget."""
        return self.value <= self.most


def main() -> int:
    """Measure, print, write the results; 1 if a budget is missed."""
    options = _options()
    if options.baseline:
        run_baseline(options.baseline)
        return 0
    if options.compiled:
        write_compiled(options.compiled)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="gtm-bench-"))
    try:
        demo = measure([GTM, "demo", "saas", "--dir", str(folder / "demo")], folder)
        small = run_size(folder, options.scale / GROWTH)
        large = run_size(folder, options.scale)
        baseline = measure_baseline(folder / f"scale-{options.scale:g}")
    finally:
        if options.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder)
    budgets = judge(demo, small, large, baseline)
    report(demo, small, large, baseline, budgets)
    return 0 if all(budget.is_kept for budget in budgets) else 1


def run_size(folder: Path, scale: float) -> Size:
    """Generate, load and build a company of a scale; the loaded file is kept for the baseline."""
    company = folder / f"scale-{scale:g}"
    measure([GTM, "init", str(company)], folder)
    data = ["--out", str(company / "data" / "saas"), "--scale", f"{scale:g}"]
    generated = measure([GTM, "generate", "saas", *data], folder)
    loaded = measure([GTM, "load", "-C", str(company)], folder)
    (company / "baseline").mkdir()
    shutil.copy(company / ".gtm" / "build.duckdb", company / "baseline" / "build.duckdb")
    built = measure([GTM, "build", "-C", str(company)], folder)
    return Size(scale, loaded_rows(company), generated, loaded, built)


def loaded_rows(company: Path) -> int:
    """The rows of all raw tables."""
    import duckdb

    with duckdb.connect(str(company / "baseline" / "build.duckdb"), read_only=True) as connection:
        found = connection.execute("select sum(rows) from raw.gtm_loads").fetchone()
    return int(found[0]) if found else 0


def measure(command: Sequence[str | Path], folder: Path) -> Cost:
    """Run a process to its end; one that fails ends the benchmark with what it said."""
    with (folder / "output.txt").open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = (folder / "output.txt").read_text(errors="replace")
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(seconds, cpu, usage.ru_maxrss / KILOBYTES_IN_GB)


def measure_baseline(company: Path) -> Cost:
    """The SQL that a build of a company compiles, run by DuckDB alone on the same data."""
    measure([sys.executable, __file__, "--compiled", str(company)], company)
    return measure([sys.executable, __file__, "--baseline", str(company)], company)


def write_compiled(company: str) -> None:
    """Build a company once more, and let dbt write down what it compiled, as a build does not."""
    from gtm_tower.pipeline.build import build
    from gtm_tower.pipeline.transform import Transformer
    from gtm_tower.workspace import Workspace

    quiet = Transformer._common_options
    Transformer._common_options = lambda self: [  # type: ignore[method-assign]
        option for option in quiet(self) if option != "--no-write-json"
    ]
    build(Workspace(Path(company)))


def run_baseline(company: str) -> None:
    """Every model in its order, then every data test, one after the other.

    The estimates between them are copied from the build: they are not SQL.
    """
    import duckdb

    manifest, folder = f"{company}/.gtm/target/manifest.json", f"{company}/baseline"
    connection = duckdb.connect(f"{folder}/build.duckdb")
    for setting in (
        f"memory_limit = '{MEMORY_LIMIT}'",
        f"threads = {THREADS}",
        f"temp_directory = '{folder}/tmp'",
        "preserve_insertion_order = false",
        "TimeZone = 'UTC'",
    ):
        connection.execute(f"set {setting}")
    connection.execute(f"attach '{folder}/next.duckdb' as published")
    connection.execute(f"attach '{company}/.gtm/build.duckdb' as built (read_only)")
    connection.execute("create schema stats")
    estimates = connection.execute(
        "select table_name from duckdb_tables()"
        " where database_name = 'built' and schema_name = 'stats'"
    ).fetchall()
    for (table,) in estimates:
        connection.execute(f"create table stats.{table} as from built.stats.{table}")
    for statement in _statements(json.loads(Path(manifest).read_text(encoding="utf-8"))):
        connection.execute(statement).fetchall()
    connection.execute("checkpoint published")
    connection.close()


def _statements(manifest: dict[str, Any]) -> Iterator[str]:
    nodes = manifest["nodes"]
    nodes = {key: node for key, node in nodes.items() if node.get("compiled_code")}
    models = {key for key, node in nodes.items() if node["resource_type"] == "model"}
    for schema in sorted({nodes[key]["relation_name"].rpartition(".")[0] for key in models}):
        yield f"create schema if not exists {schema}"
    parents = {key: models.intersection(nodes[key]["depends_on"]["nodes"]) for key in models}
    for key in TopologicalSorter(parents).static_order():
        kind, relation = nodes[key]["config"]["materialized"], nodes[key]["relation_name"]
        yield f"create or replace {kind} {relation} as {nodes[key]['compiled_code']}"
    for node in nodes.values():
        if node["resource_type"] == "test":
            yield f"select count(*) from ({node['compiled_code']}) as failures"


def judge(demo: Cost, small: Size, large: Size, baseline: Cost) -> list[Budget]:
    """Every budget with its figure."""
    wall = large.build.wall_seconds / baseline.wall_seconds
    cpu = large.build.cpu_seconds / baseline.cpu_seconds
    memory = max(cost.memory_gb for cost in (large.generate, large.load, large.build))
    return [
        Budget("build over its SQL alone, time", wall, MOST_OVERHEAD, "times"),
        Budget("build over its SQL alone, CPU", cpu, MOST_OVERHEAD, "times"),
        Budget("demo", demo.wall_seconds, MOST_DEMO_SECONDS, "s"),
        Budget("growth of load and build", large.seconds / small.seconds, MOST_GROWTH, "times"),
        Budget("peak memory", memory, MOST_MEMORY_GB, "GB"),
        Budget("generate", large.generate.wall_seconds, MOST_GENERATE_SECONDS, "s"),
    ]


def report(demo: Cost, small: Size, large: Size, baseline: Cost, budgets: list[Budget]) -> None:
    """Print the figures and write them to results.json."""
    steps = {"demo": demo}
    for size in (small, large):
        steps |= {
            f"{name} at scale {size.scale:g}": getattr(size, name)
            for name in ("generate", "load", "build")
        }
    steps[f"SQL alone at scale {large.scale:g}"] = baseline
    rates = {
        "rows": large.rows,
        "rows_loaded_per_second": round(large.rows / large.load.wall_seconds),
        "rows_built_per_second": round(large.rows / large.build.wall_seconds),
    }
    facts: dict[str, dict[str, Any]] = {
        "machine": machine(),
        "versions": versions(),
        "rates": rates,
    }
    for title, content in facts.items():
        print(f"{title:<10}{', '.join(f'{key} {value}' for key, value in content.items())}")
    print(f"\n{'step':<28}{'wall s':>9}{'CPU s':>9}{'GB':>7}")
    for name, cost in steps.items():
        print(f"{name:<28}{cost.wall_seconds:>9.1f}{cost.cpu_seconds:>9.1f}{cost.memory_gb:>7.2f}")
    print(f"\n{'budget':<34}{'figure':>8}{'most':>8}")
    for one in budgets:
        verdict = "kept" if one.is_kept else "MISSED"
        print(f"{one.name:<34}{one.value:>8.2f}{one.most:>8g} {one.unit:<6}{verdict}")
    content = facts | {
        "steps": {name: asdict(cost) for name, cost in steps.items()},
        "budgets": [asdict(budget) | {"is_kept": budget.is_kept} for budget in budgets],
    }
    save(content)


def models_of(workspace: Any) -> Any:
    """dbt on a company, as a build would run it, with every file that its template has."""
    from gtm_tower.pipeline.project import dbt_vars, find_feeds, prepare_project
    from gtm_tower.pipeline.transform import Transformer
    from gtm_tower.sources.registry import source_tables
    from gtm_tower.warehouse import open_warehouse

    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    prepare_project(workspace, warehouse)
    feeds = find_feeds(config.sources)
    columns = {
        table.identifier: list(table.column_names)
        for source in config.sources
        for table in source_tables(source)
    }
    told = dbt_vars(config, date(2026, 1, 31), feeds, columns, feeds, warehouse.dbt_vars())
    transformer = Transformer(workspace, told)
    transformer.install_packages()
    transformer.parse()
    return transformer


def save(content: dict[str, Any]) -> None:
    """Put figures into results.json, in the place of those that had their names."""
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    RESULTS.write_text(json.dumps(before | content, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, str]:
    """The processor, its cores, and the memory."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].partition(":")[2].strip() if lines else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.1f} GB",
        "load": f"{os.getloadavg()[1]:.1f} in the last 5 minutes",
    }


def versions() -> dict[str, str]:
    """What the figures were made with."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--scale", type=float, default=100, help="the large one; 1 is 500 accounts")
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder in place")
    parser.add_argument("--compiled", help=argparse.SUPPRESS)
    parser.add_argument("--baseline", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
