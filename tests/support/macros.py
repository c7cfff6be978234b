"""Macros and single models of the dbt package, compiled without the rest, to run on any engine."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from gtm_tower.config import Config, Source
from gtm_tower.pipeline.project import Feed, dbt_vars, find_feeds
from gtm_tower.pipeline.transform import close_connections
from gtm_tower.sources.registry import source_tables
from gtm_tower.workspace import DBT_PACKAGE

Row = tuple[Any, ...]

# made up: nothing is connected to
PROFILES: dict[str, dict[str, Any]] = {
    "duckdb": {"path": ":memory:", "schema": "main"},
    "postgres": {
        **{"host": "nowhere.invalid", "port": 5432, "dbname": "gtm", "schema": "gtm"},
        **{"user": "nobody", "password": "none"},
    },
}
PROJECT = {
    "name": "expressions",
    "config-version": 2,
    "profile": "expressions",
    "packages-install-path": "dbt_packages",
}
PLACES = dict.fromkeys(
    ["gtm_raw_schema", "gtm_marts_schema", "gtm_meta_schema", "gtm_schema_prefix"], "main"
)


def compile_expressions(
    engine: str, expressions: Mapping[str, str], config: Config | None = None
) -> dict[str, str]:
    """SQL expressions by name, from Jinja such as `{{ gtm_tower.parse_money('given') }}`.

    Only the macros of the package are read, so that this takes a second and not ten.
    """
    told = _told(config or Config({"saas": Source("nowhere")}), {})
    with tempfile.TemporaryDirectory(prefix="gtm-macros-") as name:
        write_project(Path(name), engine, ["macros"])
        for model, expression in expressions.items():
            (Path(name) / "models" / f"{model}.sql").write_text(expression, encoding="utf-8")
        return _compile(Path(name), told)


def compile_models(engine: str, parts: Iterable[str], config: Config) -> dict[str, str]:
    """The SQL of some models by name; `parts` are files and folders of the package."""
    with tempfile.TemporaryDirectory(prefix="gtm-models-") as name:
        write_project(Path(name), engine, ["macros", *parts])
        return _compile(Path(name), _told(config, find_feeds(config.sources)))


def _told(config: Config, feeds: Mapping[str, list[Feed]]) -> dict[str, Any]:
    columns = {
        table.identifier: list(table.column_names)
        for source in config.sources
        for table in source_tables(source)
    }
    return dbt_vars(config, date(2024, 6, 30), feeds, columns, feeds, PLACES)


def write_project(folder: Path, engine: str, parts: Iterable[str]) -> None:
    """Write an empty dbt project whose package holds some files and folders of ours."""
    package = folder / "dbt_packages" / "gtm_tower"
    (folder / "models").mkdir()
    for part in ["dbt_project.yml", *parts]:
        source, copy = DBT_PACKAGE / part, package / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copyfile(source, copy)
    profile = {"type": engine, "threads": 1, **PROFILES[engine]}
    files = {
        "dbt_project.yml": PROJECT,
        "packages.yml": {"packages": [{"local": str(package)}]},
        "profiles.yml": {"expressions": {"target": "dev", "outputs": {"dev": profile}}},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content), encoding="utf-8")


def _compile(folder: Path, told: Mapping[str, Any]) -> dict[str, str]:
    from dbt.cli.main import dbtRunner

    options = [
        *("--project-dir", str(folder), "--profiles-dir", str(folder)),
        *("--vars", json.dumps(told), "--log-level", "none", "--log-level-file", "none", "--quiet"),
        *("--no-introspect", "--no-populate-cache", "--no-send-anonymous-usage-stats"),
        *("--no-partial-parse", "--no-write-json"),
    ]
    try:
        outcome: Any = dbtRunner().invoke(["compile", *options])
    finally:
        close_connections()
    if not outcome.success:
        raise AssertionError(f"dbt could not compile the expressions: {outcome.exception}")
    return {result.node.name: result.node.compiled_code for result in outcome.result.results}


class Texts:
    """A table of one column, `given`, that expressions are computed on; one per engine."""

    def __init__(self, engine: str, url: str = "") -> None:
        self.engine = engine
        self._mark = "?" if engine == "duckdb" else "%s"
        self._connection: Any
        if engine == "duckdb":
            self._connection = duckdb.connect(":memory:")
        else:
            import psycopg2

            self._connection = psycopg2.connect(url)
            self._connection.autocommit = True
        self._cursor = self._connection.cursor()
        self._cursor.execute("create temporary table texts (place bigint, given varchar)")

    def compute(self, expressions: Sequence[str], texts: Sequence[str | None]) -> list[Row]:
        """The values of some expressions for each text, in the order of the texts."""
        self._cursor.execute("delete from texts")
        one = f"({self._mark}, {self._mark})"
        values = [value for place, text in enumerate(texts) for value in (place, text)]
        self._cursor.execute(f"insert into texts values {', '.join([one] * len(texts))}", values)
        # psycopg2 takes a lone % for a mark only where it is given values
        self._cursor.execute(f"select {', '.join(expressions)} from texts order by place")
        return [tuple(row) for row in self._cursor.fetchall()]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
