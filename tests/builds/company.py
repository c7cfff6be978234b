"""A workspace of a small company on an engine, to load, build and look at, for the tests."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gtm_tower.pipeline.build import BuildOptions, BuildResult, build
from gtm_tower.pipeline.load import LoadResult, load
from gtm_tower.warehouse import Warehouse, open_warehouse
from gtm_tower.workspace import Workspace, create_workspace

Rows = list[tuple[Any, ...]]
NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Company:
    """A workspace of a template; every step is the one the command takes."""

    workspace: Workspace
    template: str = "saas"

    @property
    def data(self) -> Path:
        """Where the raw files go."""
        return self.workspace.root / "data" / self.template

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse that gtm.yml names."""
        return open_warehouse(self.workspace.config(), self.workspace.root)

    def put(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        """Write a raw file: column names with blanks between them, and rows."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns.split(), *rows])
        (self.data / f"{table}.csv").write_text(text.getvalue(), encoding="utf-8")

    def set(self, old: str, new: str) -> None:
        """Change gtm.yml; the old text must be there."""
        settings = self.workspace.settings
        text = settings.read_text(encoding="utf-8")
        assert old in text
        settings.write_text(text.replace(old, new, 1), encoding="utf-8")

    def load(self) -> LoadResult:
        """gtm load."""
        with self.warehouse.lock():
            return load(self.workspace.config(), self.workspace.root, self.warehouse)

    def build(self, as_of: str | None = None, **options: Any) -> BuildResult:
        """gtm build; the clock stands at NOW."""
        return build(self.workspace, BuildOptions(as_of, **options), clock=lambda: NOW)

    def query(self, sql: str) -> Rows:
        """A query on the published version; `marts.` and `meta.` stand for its schemas."""
        warehouse = self.warehouse
        sql = sql.replace("marts.", f"{warehouse.marts_schema}.")
        sql = sql.replace("meta.", f"{warehouse.meta_schema}.")
        with warehouse.reader() as session:
            return session.query(sql)

    def table(self, name: str) -> list[dict[str, Any]]:
        """All rows of a published table as dictionaries, in an order that its values fix."""
        schema, table = name.split(".")
        place = {"marts": self.warehouse.marts_schema, "meta": self.warehouse.meta_schema}[schema]
        with self.warehouse.reader() as session:
            columns = session.query(
                "select column_name from information_schema.columns"
                " where table_schema = ? and table_name = ? order by column_name",
                [place, table],
            )
            names = [str(column) for (column,) in columns]
            rows = session.query(f"select {', '.join(names)} from {place}.{table}")
        return sorted((dict(zip(names, row, strict=True)) for row in rows), key=order)

    def gtm(self, *arguments: str, environ: Mapping[str, str] | None = None) -> Any:
        """Run the command itself in this workspace."""
        return run_gtm(*arguments, "-C", str(self.workspace.root), environ=environ)


def order(row: Mapping[str, Any]) -> list[tuple[bool, str]]:
    """Sorts rows alike on every engine: by all values but fractions, as text."""
    return [
        (value is None, "" if isinstance(value, float) else str(value)) for value in row.values()
    ]


def new_company(root: Path, url: str | None = None, template: str = "saas") -> Company:
    """A new workspace of a template, on Postgres where a URL is given."""
    company = Company(create_workspace(root, template), template)
    if url:
        company.set("engine: duckdb", f"engine: postgres\n  url: {url}")
    return company


def run_gtm(*arguments: str, environ: Mapping[str, str] | None = None) -> Any:
    """Run gtm as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gtm_tower", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
    )


CompanyFactory = Callable[..., Company]
