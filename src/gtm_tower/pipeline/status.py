"""What a workspace holds: raw tables, the last run, what is published, live and blocked marts."""

from collections.abc import Mapping
from dataclasses import dataclass

from gtm_tower.config import Config
from gtm_tower.errors import WorkspaceError
from gtm_tower.pipeline._raw import loaded_files
from gtm_tower.pipeline.load import StaleFile, missing_columns, prepare_raw, stale_files
from gtm_tower.pipeline.project import Feed, Mart, find_feeds, find_marts
from gtm_tower.pipeline.readiness import MartState, blocking, provided_inputs
from gtm_tower.pipeline.records import Run, read_runs
from gtm_tower.warehouse import Version, Warehouse, open_warehouse
from gtm_tower.workspace import Workspace


@dataclass(frozen=True)
class InputState:
    """A raw table with what is loaded, and what became of its rows; None before a build.

    The counts, and the day of the last accepted row, are those of the published version, or of a
    last build that was blocked. A loaded row gives `parts` rows of the input.
    """

    input_name: str
    table: str
    rows_loaded: int | None
    parts: int
    rows_accepted: int | None
    rows_quarantined: int | None
    last_date: str | None
    missing_columns: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """Everything `gtm status` shows; `busy` says who is loading or building, if anybody is."""

    warehouse: str
    busy: str
    inputs: tuple[InputState, ...]
    stale: tuple[StaleFile, ...]
    last_run: Run | None
    published: Version | None
    published_run: Run | None
    marts: tuple[MartState, ...]


@dataclass(frozen=True)
class _Raw:
    """The raw tables that have a file, with their rows; nothing while a build holds them."""

    rows: Mapping[str, int]
    missing: Mapping[str, list[str]]
    stale: tuple[StaleFile, ...]
    busy: str = ""


def read_status(workspace: Workspace) -> Status:
    """Look at a workspace; nothing is changed. During a build: all but the raw data."""
    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    runs = read_runs(workspace)
    feeds = find_feeds(config.sources, workspace.models)
    raw = _look_at_raw(workspace, config, warehouse)
    published = next((v for v in warehouse.versions() if v.is_current), None)
    published_run = next((r for r in runs if published and r.run_id == published.run_id), None)
    told = runs[-1] if runs and runs[-1].status == "blocked" else published_run
    marts = _published_marts(warehouse) if published else ()
    provided = provided_inputs(feeds, config.sources, raw.rows)
    return Status(
        warehouse=warehouse.describe(),
        busy=raw.busy,
        inputs=_input_states(feeds, raw, told),
        stale=raw.stale,
        last_run=runs[-1] if runs else None,
        published=published,
        published_run=published_run,
        marts=marts or _marts_before_a_build(find_marts(workspace.models), feeds, provided),
    )


def _look_at_raw(workspace: Workspace, config: Config, warehouse: Warehouse) -> _Raw:
    try:
        with warehouse.lock(), warehouse.build() as session:
            prepare_raw(session, config, warehouse.raw_schema)
            rows: dict[str, int] = {}
            for file in loaded_files(session, warehouse.raw_schema):
                name = f"{file.source}_{file.table}"
                rows[name] = rows.get(name, 0) + file.rows
            missing = missing_columns(session, config, warehouse.raw_schema)
            stale = stale_files(session, config, warehouse.raw_schema, workspace.root)
            return _Raw(rows, missing, stale)
    except WorkspaceError as busy:
        return _Raw({}, {}, (), str(busy))


def _input_states(
    feeds: Mapping[str, list[Feed]], raw: _Raw, told: Run | None
) -> tuple[InputState, ...]:
    entries = told.inputs if told else ()
    counts = {(entry["source_name"], entry["table_name"]): entry for entry in entries}
    states = []
    for name, some in feeds.items():
        for feed in some:
            count = counts.get((feed.source, feed.table), {})
            states.append(
                InputState(
                    input_name=name,
                    table=feed.table,
                    rows_loaded=raw.rows.get(feed.raw_table),
                    parts=feed.parts,
                    rows_accepted=count.get("rows_accepted"),
                    rows_quarantined=count.get("rows_quarantined"),
                    last_date=count.get("last_date"),
                    missing_columns=tuple(raw.missing.get(feed.raw_table, ()))
                    if feed.raw_table in raw.rows
                    else (),
                )
            )
    return tuple(states)


def _marts_before_a_build(
    marts: list[Mart], feeds: Mapping[str, list[Feed]], provided: set[str]
) -> tuple[MartState, ...]:
    return tuple(
        MartState(mart.name, mart.question, False, "; ".join(reasons) or "not built yet", 0)
        for mart in marts
        for reasons in [blocking(mart, feeds, provided)]
    )


def _published_marts(warehouse: Warehouse) -> tuple[MartState, ...]:
    with warehouse.reader() as session:
        rows = session.query(
            "select mart, question, is_live, blocked_by, row_count"
            f" from {warehouse.meta_schema}.marts order by is_live desc, mart"
        )
    return tuple(MartState(row[0], row[1], bool(row[2]), row[3], int(row[4])) for row in rows)
