"""Compile every model and data test for every warehouse, offline, and parse what comes out.

    python tests/compile/compile_warehouses.py [ENGINE ...]

Exit code 0: all compile and parse; 1: a line per fault, with warehouse, model and line.
"""

import contextlib
import gc
import json
import logging
import multiprocessing
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from bigquery_types import TypedWarehouse
from compile_workspace import (
    ENGINES,
    VARIANTS,
    stub_driver,
    workspace_vars,
    write_workspace,
)
from portability import faults, type_faults

# no telemetry, no state kept between runs, and no output but our own
GLOBAL_FLAGS = [
    "--no-send-anonymous-usage-stats",
    "--no-partial-parse",
    "--no-write-json",
    "--no-use-colors",
    "--log-level=none",
    "--log-level-file=none",
]
# no connection: no list of existing relations, and an error where a macro runs a query
COMPILE_FLAGS = ["--no-populate-cache", "--no-introspect", "--exclude=resource_type:unit_test"]
WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """What became of one warehouse."""

    engine: str
    model_count: int
    test_count: int
    seconds: float
    problems: tuple[str, ...]


def main(engines: list[str]) -> int:
    """Check the engines in parallel, each in a process of its own, and print what was found."""
    unknown = [engine for engine in engines if engine not in ENGINES]
    if unknown:
        print(f"no warehouse {', '.join(unknown)}. Legal: {', '.join(ENGINES)}.", file=sys.stderr)
        return 2
    missing = [engine for engine in engines if find_spec(f"dbt.adapters.{engine}") is None]
    if missing:
        print(
            f"dbt adapters are not installed: {', '.join(f'dbt-{name}' for name in missing)}."
            " Run: pip install 'gtm-tower[postgres,warehouses]'",
            file=sys.stderr,
        )
        return 1
    outcomes = _check_all(engines)
    print(table(outcomes))
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a table of text."""
    lines = [f"{'warehouse':<10}  {'models':>6}  {'tests':>6}  {'faults':>6}  {'seconds':>7}"]
    for outcome in outcomes:
        lines.append(
            f"{outcome.engine:<10}  {outcome.model_count:>6}  {outcome.test_count:>6}"
            f"  {len(outcome.problems):>6}  {outcome.seconds:>7.1f}"
        )
    return "\n".join(lines)


def check_engine(engine: str) -> Outcome:
    """Compile the variants for one engine in this process, and parse them."""
    started = time.monotonic()
    problems: list[str] = []
    compiled: set[tuple[str, str]] = set()
    with forbid_network() as attempts, tempfile.TemporaryDirectory() as folder:
        stub_driver(engine)
        write_workspace(Path(folder), engine)
        problems.extend(_invoke(folder, "deps")[1])
        for variant in VARIANTS[engine]:
            values = workspace_vars(engine, variant)
            nodes, errors = _compile(folder, values)
            problems.extend(f"with {variant}: {error}" for error in errors)
            problems.extend(_problems(nodes, engine, values))
            compiled.update((str(node.resource_type), node.unique_id) for node in nodes)
    problems.extend(f"dbt tried to reach {place}" for place in attempts)
    return Outcome(
        engine,
        model_count=sum(kind == "model" for kind, _ in compiled),
        test_count=sum(kind == "test" for kind, _ in compiled),
        seconds=time.monotonic() - started,
        problems=tuple(dict.fromkeys(f"{engine}: {problem}" for problem in problems)),
    )


@contextlib.contextmanager
def forbid_network() -> Iterator[list[str]]:
    """Let every attempt to resolve a name or to connect fail, and list the attempts."""
    attempts: list[str] = []

    def refuse(*arguments: Any, **_: Any) -> NoReturn:
        attempts.append(" ".join(str(part) for part in arguments if isinstance(part, str | tuple)))
        raise OSError("no network here")

    names = {socket.socket: ("connect", "connect_ex"), socket: ("getaddrinfo", "gethostbyname")}
    saved = [(owner, name, getattr(owner, name)) for owner in names for name in names[owner]]
    for owner, name, _ in saved:
        setattr(owner, name, refuse)
    try:
        yield attempts
    finally:
        for owner, name, original in saved:
            setattr(owner, name, original)


def _check_all(engines: list[str]) -> list[Outcome]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        WORKERS,
        mp_context=context,
        max_tasks_per_child=1,
        initializer=gc.disable,  # a fifth of the time, in processes that end soon
    ) as pool:
        longest_first = sorted(engines, key=lambda engine: -len(VARIANTS[engine]))
        futures = {engine: pool.submit(check_engine, engine) for engine in longest_first}
        return [futures[engine].result() for engine in engines]


def _compile(folder: str, values: dict[str, Any]) -> tuple[list[Any], list[str]]:
    """The compiled models and tests in the order of a build, and what went wrong."""
    result, errors = _invoke(folder, "compile", "--vars", json.dumps(values), *COMPILE_FLAGS)
    nodes = [entry.node for entry in getattr(result, "results", [])]
    return nodes, errors or ([] if nodes else ["nothing was compiled"])


def _invoke(folder: str, *command: str) -> tuple[Any, list[str]]:
    warnings.simplefilter("ignore")  # connectors warn about each other's versions when imported
    from dbt.cli.main import dbtRunner

    logging.disable()  # connectors log, too
    done = dbtRunner().invoke(
        [*GLOBAL_FLAGS, *command, "--project-dir", folder, "--profiles-dir", folder]
    )
    fault = f"dbt {command[0]} failed: {' '.join(str(done.exception).split())}"
    return done.result, [] if done.success else [fault]


def _problems(nodes: list[Any], engine: str, values: dict[str, Any]) -> Iterator[str]:
    bigquery = TypedWarehouse(values["gtm_raw_schema"], values["gtm_raw_columns"])
    for node in nodes:
        found = [*faults(node.compiled_code, engine), *_contract_faults(node, engine)]
        if engine == "bigquery" and getattr(node, "test_metadata", None) is None:
            found.extend(bigquery.faults(node))
        for fault in found:
            yield f"{node.original_file_path} ({node.name}): {fault}"


def _contract_faults(node: Any, engine: str) -> Iterator[str]:
    if node.resource_type == "model" and node.config.contract.enforced:
        for column in node.columns.values():
            for fault in type_faults(_contract_type(column.data_type, engine), engine):
                yield f"column {column.name}: {fault}"


def _contract_type(data_type: str, engine: str) -> str:
    """The type that dbt writes into the table's definition for the data_type of a contract."""
    from dbt.adapters.factory import get_adapter_class_by_name

    return str(get_adapter_class_by_name(engine).Column.translate_type(data_type))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ENGINES)))
