"""The dbt package compiled once, then run as plain SQL on an in-memory DuckDB.

A dbt run costs seconds and most of them are not SQL. Here a small company goes through every model
in a fraction of a second, so that a property can be tried on hundreds of companies.
"""

import fcntl
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from gtm_tower.config import Config, Source
from gtm_tower.pipeline import memory
from gtm_tower.pipeline.estimates import ESTIMATES, create_tables
from gtm_tower.pipeline.project import dbt_vars, find_feeds, prepare_project
from gtm_tower.pipeline.transform import close_connections
from gtm_tower.sources.registry import SourceTable, source_tables
from gtm_tower.warehouse._duckdb_session import DuckDBSession
from gtm_tower.warehouse.duckdb import DuckDBWarehouse
from gtm_tower.workspace import DBT_PACKAGE, create_workspace
from support.graphs import least_nodes

RawRow = Mapping[str, str | None]
Raw = Mapping[str, Sequence[RawRow]]
Record = dict[str, Any]

ROWS_PER_INSERT = 200
GRAPH = "connected_components"  # the materialization whose result is more than its SQL
GTM_COLUMNS = {"_gtm_file": "varchar", "_gtm_row": "bigint", "_gtm_load_id": "varchar"}


@dataclass(frozen=True)
class Model:
    """A compiled model; `raw_tables` are those that it, or a model behind it, reads.

    Of a graph, `sql` gives the links and the table holds the components.
    """

    name: str
    relation: str
    is_table: bool
    is_graph: bool
    sql: str
    parents: tuple[str, ...]
    raw_tables: tuple[str, ...]


@dataclass(frozen=True)
class DataTest:
    """A compiled data test; every row that `sql` gives is a failure."""

    name: str
    path: str
    severity: str
    sql: str
    parents: tuple[str, ...]


@dataclass(frozen=True)
class CompiledProject:
    """All models, each after its parents, and all data tests, for one configuration and as_of."""

    as_of: date
    models: tuple[Model, ...]
    data_tests: tuple[DataTest, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for model in self.models:
            assert seen.issuperset(model.parents), f"{model.name} comes before a parent"
            seen.add(model.name)

    def to_json(self) -> str:
        """The project as text, to share between processes."""
        return json.dumps(asdict(self), default=str)

    @staticmethod
    def from_json(text: str) -> "CompiledProject":
        """The project from its text."""
        content = json.loads(text)
        return CompiledProject(
            date.fromisoformat(content["as_of"]),
            tuple(Model(**_with_tuples(item)) for item in content["models"]),
            tuple(DataTest(**_with_tuples(item)) for item in content["data_tests"]),
        )


def _with_tuples(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in item.items()
    }


def default_config(**options: Any) -> Config:
    """A configuration with the saas source; `options` are other fields of Config."""
    return Config(sources={"saas": Source("data/saas")}, **options)


def compile_project(
    config: Config, as_of: date, provided: Iterable[str] | None = None
) -> CompiledProject:
    """Compile the dbt package in process; `provided` are the inputs with files, by default all."""
    with tempfile.TemporaryDirectory(prefix="gtm-compile-") as folder:
        workspace = create_workspace(Path(folder) / "company", "saas")
        warehouse = DuckDBWarehouse(workspace.root)
        feeds = find_feeds(config.sources)
        told = dbt_vars(
            config,
            as_of,
            feeds,
            {table.identifier: list(table.column_names) for table in raw_tables(config)},
            feeds if provided is None else provided,
            warehouse.dbt_vars(),
        )
        prepare_project(workspace, warehouse)
        warehouse.prepare_next()
        packages = workspace.state / "dbt_packages"
        packages.mkdir()
        (packages / "gtm_tower").symlink_to(DBT_PACKAGE, target_is_directory=True)
        nodes = _dbt_compile(workspace.root, told)
    return _project(nodes, as_of)


def cached_project(
    cache: Path, config: Config, as_of: date, provided: Iterable[str] | None = None
) -> CompiledProject:
    """The compiled project from a folder that several processes share; the first one compiles."""
    inputs = None if provided is None else sorted(provided)
    key = hashlib.sha256(repr((config, as_of, inputs, _package_hash())).encode()).hexdigest()[:16]
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / f"compiled-{key}.json"
    with _locked(cache / f"compiled-{key}.lock"):
        if not file.exists():
            file.write_text(compile_project(config, as_of, inputs).to_json(), encoding="utf-8")
    return CompiledProject.from_json(file.read_text(encoding="utf-8"))


class Runner:
    """A compiled project on a DuckDB connection of its own, for one company after the other."""

    def __init__(self, project: CompiledProject, config: Config | None = None) -> None:
        self.project = project
        self.config = config or default_config()
        self.connection = connect()
        self._tables = _tables_behind(project)
        self._relations = {model.name: model.relation for model in project.models}
        self._sql = {model.name: model.sql for model in project.models}
        self._graphs = {model.name for model in project.models if model.is_graph}
        self._loaded: dict[str, Sequence[RawRow]] = {}
        for schema in sorted({model.relation.rpartition(".")[0] for model in project.models}):
            self.connection.execute(f"create schema if not exists {schema}")
        createraw_tables(self.connection, self.config)
        create_tables(DuckDBSession(self.connection), "", ESTIMATES)
        memory.create_tables(DuckDBSession(self.connection), "")
        for model in project.models:
            kind = "table" if model.is_table else "view"
            self.connection.execute(f"create {kind} {model.relation} as {model.sql}")
        self._built = {model.name for model in project.models}

    def load(self, raw: Raw) -> None:
        """Put a company into the raw tables, in the place of the one before.

        Tables behind which nothing changed are kept as they are.
        """
        changed = {
            table.name: raw.get(table.name, ())
            for table in raw_tables(self.config)
            if list(raw.get(table.name, ())) != list(self._loaded.get(table.name, ()))
        }
        fillraw_tables(self.connection, changed, self.config)
        self._loaded |= changed
        self._built -= {
            model.name for model in self.project.models if set(changed) & set(model.raw_tables)
        }

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def rows(self, name: str) -> list[Record]:
        """The rows of a model; the tables that it reads are built if they are not yet."""
        self.build(name)
        return self.query(f"select * from {self._relations[name]}")

    def query(self, sql: str) -> list[Record]:
        """The rows of a query, as dicts by column."""
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def failures(self, names: Iterable[str] | None = None, severity: str = "error") -> list[str]:
        """The data tests that fail, with their number of rows; all of them unless named."""
        wanted = {test.name for test in self.project.data_tests} if names is None else set(names)
        failed = []
        for test in self.project.data_tests:
            if test.severity != severity or test.name not in wanted:
                continue
            self.build(*test.parents)
            found = self.connection.execute(
                f"select count(*) from ({test.sql}) as found"
            ).fetchone()
            if found and found[0]:
                failed.append(f"{test.name}: {found[0]} rows")
        return failed

    def tests_of(self, *folders: str) -> list[str]:
        """The names of the data tests of models and folders with such a part in their path."""
        return [
            test.name
            for test in self.project.data_tests
            if set(folders) & set(test.path.split("/"))
        ]

    def build(self, *names: str) -> None:
        """Build the tables that the models need, and the models themselves, if they are not yet."""
        for name in names:
            for table in self._tables[name]:
                if table not in self._built:
                    self.connection.execute(
                        f"create or replace table {self._relations[table]} as {self._sql[table]}"
                    )
                    if table in self._graphs:
                        self._join(self._relations[table])
                    self._built.add(table)

    def build_all(self) -> None:
        """Build every table."""
        self.build(*self._relations)

    def _join(self, relation: str) -> None:
        """Put the components of a graph in the place of its links."""
        links = self.connection.execute(f"select node, component from {relation}").fetchall()
        self.connection.execute(f"delete from {relation}")
        found = list(least_nodes(links).items())
        if found:
            self.connection.executemany(f"insert into {relation} values (?, ?)", found)


def connect(**settings: str | int) -> duckdb.DuckDBPyConnection:
    """A connection with the names that the compiled SQL uses, all in memory."""
    connection = duckdb.connect(":memory:")
    for name, value in {"TimeZone": "'UTC'", "threads": 1, **settings}.items():
        connection.execute(f"set {name} = {value}")
    for alias in ("build", "published"):
        connection.execute(f"attach ':memory:' as {alias}")
    connection.execute("use build")
    return connection


def createraw_tables(connection: duckdb.DuckDBPyConnection, config: Config) -> None:
    """The declared raw tables, empty, as `gtm load` makes them."""
    connection.execute("create schema if not exists build.raw")
    for table in raw_tables(config):
        columns = dict.fromkeys(table.column_names, "varchar") | GTM_COLUMNS
        described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        connection.execute(f'create table build.raw."{table.identifier}" ({described})')


def fillraw_tables(connection: duckdb.DuckDBPyConnection, raw: Raw, config: Config) -> None:
    """Give raw tables, by name, these rows and no others; a row without its place gets one."""
    tables = {table.name: table for table in raw_tables(config)}
    for name, rows in raw.items():
        table = tables[name]
        connection.execute(f'delete from build.raw."{table.identifier}"')
        columns = (*table.column_names, *GTM_COLUMNS)
        one = f"({', '.join('?' * len(columns))})"
        numbered = list(enumerate(rows, start=1))
        for start in range(0, len(numbered), ROWS_PER_INSERT):
            some = [
                _values(table, number, row) for number, row in numbered[start:][:ROWS_PER_INSERT]
            ]
            connection.execute(
                f'insert into build.raw."{table.identifier}" values {", ".join([one] * len(some))}',
                [value for values in some for value in values],
            )


def _values(table: SourceTable, number: int, row: RawRow) -> list[str | int | None]:
    unknown = set(row) - set(table.column_names) - {"_gtm_file", "_gtm_row"}
    assert not unknown, f"{table.name} has no columns {unknown}"
    return [
        *(row.get(name) for name in table.column_names),
        row.get("_gtm_file", f"{table.name}.csv"),
        int(row.get("_gtm_row") or number),
        "test",
    ]


def raw_tables(config: Config) -> list[SourceTable]:
    """The declared raw tables of the configured sources."""
    return [table for source in config.sources for table in source_tables(source)]


def _tables_behind(project: CompiledProject) -> dict[str, list[str]]:
    """The tables each model needs, itself among them if it is one, in the order of building."""
    behind: dict[str, list[str]] = {}
    for model in project.models:
        needed = {name for parent in model.parents for name in behind[parent]}
        if model.is_table:
            needed.add(model.name)
        behind[model.name] = [one.name for one in project.models if one.name in needed]
    return behind


def _dbt_compile(root: Path, told: Mapping[str, Any]) -> list[Any]:
    """The compiled nodes of a workspace."""
    from dbt.cli.main import dbtRunner

    options = [
        *("--project-dir", str(root), "--profiles-dir", str(root / ".gtm")),
        *("--vars", json.dumps(told, sort_keys=True), "--log-level", "none", "--quiet"),
        *("--no-introspect", "--no-populate-cache", "--no-send-anonymous-usage-stats"),
        *("--no-partial-parse", "--no-write-json"),
    ]
    try:
        outcome: Any = dbtRunner().invoke(["compile", *options])
    finally:
        close_connections()
    if not outcome.success:
        raise AssertionError(f"dbt could not compile the package: {outcome.exception}")
    return [result.node for result in outcome.result.results]


def _project(nodes: Sequence[Any], as_of: date) -> CompiledProject:
    models = {node.unique_id: node for node in nodes if node.resource_type == "model"}
    data_tests = [node for node in nodes if node.resource_type == "test"]
    order = TopologicalSorter({key: _parents(node, models) for key, node in models.items()})
    ordered: dict[str, Model] = {}
    for key in order.static_order():
        node = models[key]
        parents = _parents(node, models)
        ordered[key] = Model(
            name=node.name,
            relation=node.relation_name,
            is_table=node.config.materialized in ("table", GRAPH),
            is_graph=node.config.materialized == GRAPH,
            sql=node.compiled_code,
            parents=tuple(models[parent].name for parent in parents),
            raw_tables=tuple(
                sorted(
                    {
                        key.split(".")[-1]
                        for key in node.depends_on.nodes
                        if key.startswith("source.")
                    }
                    | {name for parent in parents for name in ordered[parent].raw_tables}
                )
            ),
        )
    return CompiledProject(
        as_of,
        tuple(ordered.values()),
        tuple(
            DataTest(
                name=node.name,
                path=node.original_file_path,
                severity=str(node.config.severity).lower(),
                sql=node.compiled_code,
                parents=tuple(models[parent].name for parent in _parents(node, models)),
            )
            for node in sorted(data_tests, key=lambda node: str(node.name))
        ),
    )


def _parents(node: Any, models: Mapping[str, Any]) -> list[str]:
    return sorted({key for key in node.depends_on.nodes if key in models})


def _package_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in DBT_PACKAGE.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(DBT_PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that other processes wait for."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
