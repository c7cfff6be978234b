"""What is remembered of runs: a line per run in .gtm/runs.jsonl, and the meta tables published."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from gtm_tower import __version__
from gtm_tower.config import Config
from gtm_tower.pipeline.readiness import MartState
from gtm_tower.pipeline.transform import NodeResult
from gtm_tower.warehouse import Session
from gtm_tower.workspace import Workspace


@dataclass(frozen=True)
class InputCount:
    """What became of the rows of one source table; rows_in = rows_accepted + rows_quarantined."""

    input_name: str
    source_name: str
    table_name: str
    rows_in: int
    rows_later: int
    rows_accepted: int
    rows_quarantined: int
    rows_refused: int
    last_date: str | None


@dataclass(frozen=True)
class Run:
    """One run of `gtm build`; status is published, blocked (checks failed) or failed."""

    run_id: str
    as_of: str
    started_at: str
    finished_at: str
    status: str
    message: str
    policies: Mapping[str, Any]
    versions: Mapping[str, str]
    inputs: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    def total(self, column: str) -> int:
        """The sum of one count over all inputs."""
        return sum(entry[column] for entry in self.inputs)


@dataclass(frozen=True)
class Definitions:
    """What the project says about its numbers.

    `columns`: mart, column and definition. `marts`: the description of each. `semantics`: dbt's
    semantic manifest as JSON. `lineage`: a model and its layer, and one of those it is made of and
    its layer.
    """

    columns: Sequence[tuple[str, str, str]]
    marts: Mapping[str, str]
    semantics: str
    lineage: Sequence[tuple[str, str, str, str]]


def versions_used() -> dict[str, str]:
    """The versions that a result depends on."""
    return {
        "gtm_tower": __version__,
        "python": platform.python_version(),
        "dbt_core": version("dbt-core"),
        "duckdb": version("duckdb"),
    }


def settings_used(config: Config) -> dict[str, Any]:
    """The policies and reporting settings of a run, ready for JSON."""
    used = {
        **asdict(config.policies),
        **asdict(config.reporting),
        "rules": asdict(config.rules),
        "derived_channels": asdict(config.derived_channels),
        "segments": [asdict(segment) for segment in config.segments],
    }
    return json.loads(json.dumps(used))  # type: ignore[no-any-return]


def append_run(workspace: Workspace, run: Run) -> None:
    """Add a run to the log."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    with workspace.run_log.open("a", encoding="utf-8") as log:
        log.write(json.dumps(asdict(run), sort_keys=True) + "\n")


def read_runs(workspace: Workspace) -> list[Run]:
    """All runs, oldest first; a line cut short by a kill is passed over."""
    if not workspace.run_log.is_file():
        return []
    runs = []
    for line in workspace.run_log.read_text(encoding="utf-8").splitlines():
        try:
            runs.append(Run(**json.loads(line)))
        except json.JSONDecodeError:
            continue
    return runs


def read_counts(session: Session, meta_schema: str) -> list[InputCount]:
    """The row counts of every input, from the meta table `inputs`."""
    columns = ", ".join(InputCount.__dataclass_fields__)
    rows = session.query(f"select {columns} from {meta_schema}.inputs order by 1, 2, 3")
    return [
        InputCount(
            input_name=row[0],
            source_name=row[1],
            table_name=row[2],
            rows_in=int(row[3]),
            rows_later=int(row[4]),
            rows_accepted=int(row[5]),
            rows_quarantined=int(row[6]),
            rows_refused=int(row[7]),
            last_date=None if row[8] is None else str(row[8]),
        )
        for row in rows
    ]


def write_meta(
    session: Session,
    schema: str,
    runs: Sequence[Run],
    checks: Sequence[NodeResult],
    marts: Sequence[MartState],
    definitions: Definitions,
) -> None:
    """Write the meta tables that dbt does not."""
    run_id = runs[-1].run_id
    _write(session, f"{schema}.runs", RUNS, [_run_row(run) for run in runs])
    _write(
        session,
        f"{schema}.checks",
        CHECKS,
        [
            (run_id, c.name, c.severity, c.status, c.failures, c.description, ", ".join(c.models))
            for c in checks
        ],
    )
    _write(
        session,
        f"{schema}.marts",
        MARTS,
        [
            (m.name, m.question, m.is_live, m.blocked_by, m.rows, definitions.marts.get(m.name, ""))
            for m in marts
        ],
    )
    _write(session, f"{schema}.metrics", METRICS, definitions.columns)
    _write(session, f"{schema}.semantics", SEMANTICS, [(definitions.semantics,)])
    _write(session, f"{schema}.lineage", LINEAGE, definitions.lineage)


RUNS = {
    "run_id": "text",
    "as_of": "date",
    "started_at": "timestamp",
    "finished_at": "timestamp",
    "status": "text",
    "message": "text",
    "rows_in": "bigint",
    "rows_accepted": "bigint",
    "rows_quarantined": "bigint",
    "inputs": "text",
    "policies": "text",
    "versions": "text",
}
CHECKS = {
    "run_id": "text",
    "check_name": "text",
    "severity": "text",
    "status": "text",
    "row_count": "bigint",
    "description": "text",
    "models": "text",
}
MARTS = {
    "mart": "text",
    "question": "text",
    "is_live": "boolean",
    "blocked_by": "text",
    "row_count": "bigint",
    "description": "text",
}
METRICS = {"mart": "text", "metric": "text", "definition": "text"}
SEMANTICS = {"document": "text"}
LINEAGE = {"name": "text", "layer": "text", "parent": "text", "parent_layer": "text"}


def _run_row(run: Run) -> tuple[Any, ...]:
    return (
        run.run_id,
        run.as_of,
        datetime.fromisoformat(run.started_at).replace(tzinfo=None),
        datetime.fromisoformat(run.finished_at).replace(tzinfo=None),
        run.status,
        run.message,
        run.total("rows_in"),
        run.total("rows_accepted"),
        run.total("rows_quarantined"),
        json.dumps(run.inputs),
        json.dumps(run.policies),
        json.dumps(run.versions),
    )


def _write(
    session: Session, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    session.execute(f"drop table if exists {table}")
    session.execute(f"create table {table} ({described})")
    session.copy_rows(table, list(columns), rows)
