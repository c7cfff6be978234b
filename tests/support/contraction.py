"""The materialization connected_components: its steps one by one, and all of it, run by dbt."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

from gtm_tower.pipeline.transform import close_connections, secrets_in_environment
from gtm_tower.warehouse import Warehouse
from support.macros import compile_expressions, write_project

Link = tuple[int, int]

MOST_ROUNDS = 40
MODEL = """{{ config(materialized='connected_components') }}
select node, component from {{ target.schema }}.given"""


class Steps:
    """The steps on an in-memory DuckDB, in the order in which the materialization takes them."""

    def __init__(self) -> None:
        calls = {
            "links": "links('select node, component from given')",
            "fewer": "fewer_links('links', 'followers')",
            "joined": "followers_of_followers('earlier', 'later')",
            "least": "least_nodes('followers')",
            **{f"round_{place}": f"followers('links', {place})" for place in range(MOST_ROUNDS)},
        }
        models = {name: f"{{{{ gtm_tower.{call} }}}}" for name, call in calls.items()}
        self._sql = compile_expressions("duckdb", models)
        self._connection = duckdb.connect(":memory:")

    def components(self, links: Iterable[Link]) -> tuple[dict[int, int], int]:
        """The least node that each linked node hangs together with, and the number of rounds."""
        self._put("given", "component", list(links))
        self._make("links", self._sql["links"])
        rounds: list[list[Link]] = []
        while not rounds or self._count("links"):
            self._make("followers", self._sql[f"round_{len(rounds)}"])
            self._make("links", self._sql["fewer"])
            rounds.append(self._take("followers"))
        last = rounds[-1]
        for earlier in reversed(rounds[:-1]):
            self._put("earlier", "followed", earlier)
            self._put("later", "followed", last)
            last = self._connection.execute(self._sql["joined"]).fetchall()
        self._put("followers", "followed", last)
        return dict(self._connection.execute(self._sql["least"]).fetchall()), len(rounds)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _make(self, name: str, sql: str) -> None:
        # a table may be made of its former self
        self._connection.execute(f"create or replace table fresh as {sql}")
        self._connection.execute(f"create or replace table {name} as from fresh")

    def _put(self, name: str, column: str, rows: Sequence[Link]) -> None:
        nodes, others = ([row[place] for row in rows] for place in (0, 1))
        self._connection.execute(
            f"create or replace table {name} as select unnest(cast(? as bigint[])) as node,"
            f" unnest(cast(? as bigint[])) as {column}",
            [nodes, others],
        )

    def _take(self, name: str) -> list[Any]:
        return self._connection.execute(f"from {name}").fetchall()

    def _count(self, name: str) -> int:
        return len(self._take(name))


def run_components(warehouse: Warehouse, folder: Path, links: Iterable[Link]) -> dict[int, int]:
    """The table that dbt makes of links in a warehouse; AssertionError with what dbt says."""
    target = warehouse.dbt_target()
    given = f"{target['schema']}.given"
    with warehouse.build() as session:
        session.execute(f"create schema if not exists {target['schema']}")
        session.execute(f"drop table if exists {given} cascade")
        session.execute(f"create table {given} (node bigint, component bigint)")
        session.copy_rows(given, ["node", "component"], links)
    folder.mkdir(exist_ok=True)
    if not (folder / "models").exists():
        write_project(folder, warehouse.engine, ["macros"])
        profile = {"expressions": {"target": "dev", "outputs": {"dev": target}}}
        (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
        (folder / "models" / "components.sql").write_text(MODEL, encoding="utf-8")
    with secrets_in_environment(warehouse.dbt_environment()):
        _dbt_run(folder)
    with warehouse.build() as session:
        rows = session.query(f"select node, component from {target['schema']}.components")
        left = session.query(
            "select table_name from information_schema.tables where table_schema = ?",
            [target["schema"]],
        )
    assert {name for (name,) in left} == {"given", "components"}
    assert len(rows) == len(dict(rows))
    return dict(rows)


def _dbt_run(folder: Path) -> None:
    from dbt.cli.main import dbtRunner

    options = [
        *("--project-dir", str(folder), "--profiles-dir", str(folder)),
        *("--vars", json.dumps({"gtm_sources": []}), "--log-level", "none", "--quiet"),
        *("--no-send-anonymous-usage-stats", "--no-partial-parse", "--no-write-json"),
    ]
    try:
        outcome: Any = dbtRunner().invoke(["run", *options])
    finally:
        close_connections()
    said = [str(result.message) for result in getattr(outcome.result, "results", [])]
    assert outcome.success, "\n".join([str(outcome.exception), *said])
