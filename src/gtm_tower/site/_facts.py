"""What a published version says of itself: one read of its schema `meta`, no row of anybody."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gtm_tower.metrics.catalog import Catalog, read_catalog
from gtm_tower.metrics.reader import Publication, read_publication, read_states
from gtm_tower.metrics.versions import of_one_version
from gtm_tower.pipeline.readiness import MartState
from gtm_tower.pipeline.records import InputCount, read_counts
from gtm_tower.warehouse import Session, Warehouse

BAD = ("fail", "error", "warn")


@dataclass(frozen=True)
class Check:
    """A check of the version, its last result, and the models it looks at."""

    name: str
    severity: str
    status: str
    rows: int
    description: str
    models: tuple[str, ...]


@dataclass(frozen=True)
class MartColumn:
    """A published column: its type as the engine names it, and its definition in Markdown."""

    name: str
    kind: str
    definition: str


@dataclass(frozen=True)
class PastRun:
    """A run of the log, oldest first."""

    run_id: str
    as_of: str
    started_at: str
    seconds: float
    status: str
    message: str
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """All that the pages need of a version.

    `refused` counts rows in quarantine by source, table and reason; `repairs` rows by source,
    table, column and repair. `lineage` is a model and its layer, a parent and its layer.
    """

    publication: Publication
    catalog: Catalog
    semantics: Mapping[str, Any]
    marts: tuple[MartState, ...]
    columns: Mapping[str, tuple[MartColumn, ...]]
    checks: tuple[Check, ...]
    inputs: tuple[InputCount, ...]
    refused: tuple[tuple[str, str, str, int], ...]
    repairs: tuple[tuple[str, str, str, str, int], ...]
    runs: tuple[PastRun, ...]
    lineage: tuple[tuple[str, str, str, str], ...]

    def checks_of(self, *models: str) -> tuple[Check, ...]:
        """The checks that look at one of these models; those that did not pass first."""
        return tuple(one for one in self.checks if set(models) & set(one.models))


def read_facts(warehouse: Warehouse) -> Facts:
    """Read the published version; nothing published yet is a WorkspaceError."""
    meta = warehouse.meta_schema

    def read(session: Session) -> Facts:
        publication = read_publication(session, warehouse)
        marts = _marts(session, meta)
        document = str(session.query(f"select document from {meta}.semantics")[0][0])
        states = read_states(session, warehouse)
        return Facts(
            publication=publication,
            catalog=read_catalog(document, states, publication.as_of),
            semantics=json.loads(document),
            marts=marts,
            columns=_columns(session, warehouse),
            checks=_checks(session, meta),
            inputs=tuple(read_counts(session, meta)),
            refused=_refused(session, meta),
            repairs=_repairs(session, meta),
            runs=_runs(session, meta),
            lineage=_lineage(session, meta),
        )

    return of_one_version(warehouse, read)


def _marts(session: Session, meta: str) -> tuple[MartState, ...]:
    rows = session.query(f"select mart, question, is_live, blocked_by, row_count from {meta}.marts")
    marts = (
        MartState(str(row[0]), str(row[1] or ""), bool(row[2]), str(row[3] or ""), int(row[4]))
        for row in rows
    )
    return tuple(sorted(marts, key=lambda mart: mart.name))


def _columns(session: Session, warehouse: Warehouse) -> dict[str, tuple[MartColumn, ...]]:
    definitions = {
        (str(mart), str(column)): str(text)
        for mart, column, text in session.query(
            f"select mart, metric, definition from {warehouse.meta_schema}.metrics"
        )
    }
    rows = session.query(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = ? order by table_name, ordinal_position",
        [warehouse.marts_schema.rpartition(".")[2]],
    )
    found: dict[str, list[MartColumn]] = {}
    for mart, name, kind in rows:
        column = MartColumn(name, str(kind).lower(), definitions.get((mart, name), ""))
        found.setdefault(mart, []).append(column)
    return {mart: tuple(columns) for mart, columns in found.items()}


def _checks(session: Session, meta: str) -> tuple[Check, ...]:
    rows = session.query(
        f"select check_name, severity, status, row_count, description, models from {meta}.checks"
    )
    checks = (
        Check(
            *(str(row[0]), str(row[1]), str(row[2]), int(row[3] or 0), str(row[4] or "")),
            tuple(str(row[5] or "").split(", ")),
        )
        for row in rows
    )
    return tuple(sorted(checks, key=lambda check: (check.status not in BAD, check.name)))


def _refused(session: Session, meta: str) -> tuple[tuple[str, str, str, int], ...]:
    """Counts only: neither the reason's detail nor the content of a row leaves the warehouse."""
    rows = session.query(
        f"select source_name, table_name, reason, count(*) from {meta}.quarantine group by 1, 2, 3"
    )
    return tuple(sorted((str(row[0]), str(row[1]), str(row[2]), int(row[3])) for row in rows))


def _repairs(session: Session, meta: str) -> tuple[tuple[str, str, str, str, int], ...]:
    rows = session.query(
        f"select source_name, table_name, column_name, repair, row_count from {meta}.repairs"
    )
    return tuple(sorted((str(a), str(b), str(c), str(d), int(count)) for a, b, c, d, count in rows))


def _runs(session: Session, meta: str) -> tuple[PastRun, ...]:
    rows = session.query(
        "select run_id, as_of, started_at, finished_at, status, message, rows_in, rows_accepted,"
        f" rows_quarantined, versions from {meta}.runs order by started_at, run_id"
    )
    return tuple(
        PastRun(
            run_id=str(row[0]),
            as_of=str(row[1]),
            started_at=f"{row[2]:%Y-%m-%d %H:%M}",
            seconds=(row[3] - row[2]).total_seconds(),
            status=str(row[4]),
            # an error may quote what it met; that some checks failed says nothing of a row
            message=str(row[5] or "") if row[4] == "blocked" else "",
            rows_in=int(row[6] or 0),
            rows_accepted=int(row[7] or 0),
            rows_quarantined=int(row[8] or 0),
            versions=json.loads(row[9] or "{}"),
        )
        for row in rows
    )


def _lineage(session: Session, meta: str) -> tuple[tuple[str, str, str, str], ...]:
    rows = session.query(f"select name, layer, parent, parent_layer from {meta}.lineage")
    return tuple(sorted((str(a), str(b), str(c), str(d)) for a, b, c, d in rows))
