"""What a published version says of its metrics: read once, then kept in memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gtm_tower.metrics._compiler import Compiler
from gtm_tower.metrics.catalog import Catalog, read_catalog
from gtm_tower.metrics.versions import read_run_id
from gtm_tower.warehouse import Session, Warehouse


@dataclass(frozen=True)
class Publication:
    """A published version: the run that made it, its as_of, and the settings it was made with."""

    run_id: str
    as_of: date
    published_at: datetime
    finished_at: datetime
    settings: Mapping[str, Any]

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return str(self.settings["currency"])


@dataclass(frozen=True)
class Definitions:
    """The metrics of one version, and what its data were found to hold.

    `waits` says what each mart waits for, if anything. `values` are those of dimensions, by mart
    and expression, `begins` the first day of each semantic model; both are filled as asked for.
    """

    publication: Publication
    waits: Mapping[str, str]
    catalog: Catalog
    compiler: Compiler
    values: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    begins: dict[str, date | None] = field(default_factory=dict)

    @property
    def run_id(self) -> str:
        """The run that made the version."""
        return self.publication.run_id

    def forget(self) -> None:
        """Drop what was found in the data: another version may have answered."""
        self.values.clear()
        self.begins.clear()


def read_definitions(session: Session, warehouse: Warehouse) -> Definitions:
    """The definitions of what is published now, all of one version."""
    while True:
        publication = read_publication(session, warehouse)
        ((document,),) = session.query(f"select document from {warehouse.meta_schema}.semantics")
        waits, states = read_waits(session, warehouse), read_states(session, warehouse)
        if read_run_id(session, warehouse) == publication.run_id:
            break
    relations = {mart: f"{warehouse.marts_schema}.{mart}" for mart in states}
    return Definitions(
        publication,
        waits,
        read_catalog(str(document), states, publication.as_of),
        Compiler(str(document), warehouse.engine, relations),
    )


def read_waits(session: Session, warehouse: Warehouse) -> dict[str, str]:
    """What each mart of the product waits for, if anything."""
    marts = session.query(f"select mart, blocked_by from {warehouse.meta_schema}.marts")
    return {str(mart): str(blocked or "") for mart, blocked in marts}


def read_states(session: Session, warehouse: Warehouse) -> dict[str, str]:
    """The same of every published table: a company's own wait for nothing."""
    tables = session.query(
        "select table_name from information_schema.tables where table_schema = ?",
        [warehouse.marts_schema],
    )
    return {str(table): "" for (table,) in tables} | read_waits(session, warehouse)


def read_publication(session: Session, warehouse: Warehouse) -> Publication:
    """What is published now."""
    meta = warehouse.meta_schema
    ((run_id, as_of, published_at, finished_at, policies),) = session.query(
        "select runs.run_id, runs.as_of, published.published_at, runs.finished_at, runs.policies"
        f" from {meta}.published inner join {meta}.runs on runs.run_id = published.run_id"
    )
    return Publication(run_id, as_of, published_at, finished_at, json.loads(policies))
