"""What a workspace holds: raw tables, the last run, what is published, live and blocked marts."""

from dataclasses import dataclass

from gtm_tower.pipeline._raw import loaded_files
from gtm_tower.pipeline.load import StaleFile, missing_columns, prepare_raw, stale_files
from gtm_tower.pipeline.project import find_feeds, find_marts
from gtm_tower.pipeline.readiness import MartState, blocking, loaded_tables, provided_inputs
from gtm_tower.pipeline.records import Run, read_runs
from gtm_tower.warehouse import Version, Warehouse, open_warehouse
from gtm_tower.workspace import Workspace


@dataclass(frozen=True)
class InputState:
    """A raw table with what is loaded, and what became of its rows; None before a build.

    The counts, and the day of the last accepted row, are those of the published version, or of a
    last build that was blocked.
    """

    input_name: str
    table: str
    rows_loaded: int
    rows_accepted: int | None
    rows_quarantined: int | None
    last_date: str | None
    missing_columns: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """Everything `gtm status` shows."""

    warehouse: str
    inputs: tuple[InputState, ...]
    stale: tuple[StaleFile, ...]
    last_run: Run | None
    published: Version | None
    published_run: Run | None
    marts: tuple[MartState, ...]


def read_status(workspace: Workspace) -> Status:
    """Look at a workspace; nothing is changed. Waits for nobody: a running build is an error."""
    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    runs = read_runs(workspace)
    feeds = find_feeds(config.sources, workspace.models)
    with warehouse.lock(), warehouse.build() as session:
        prepare_raw(session, config, warehouse.raw_schema)
        rows: dict[str, int] = {}
        for file in loaded_files(session, warehouse.raw_schema):
            name = f"{file.source}_{file.table}"
            rows[name] = rows.get(name, 0) + file.rows
        loaded = loaded_tables(session, warehouse.raw_schema)
        missing = missing_columns(session, config, warehouse.raw_schema)
        stale = stale_files(session, config, warehouse.raw_schema, workspace.root)
    published = next((v for v in warehouse.versions() if v.is_current), None)
    published_run = next((r for r in runs if published and r.run_id == published.run_id), None)
    told = runs[-1] if runs and runs[-1].status == "blocked" else published_run
    counts = {entry["table_name"]: entry for entry in told.inputs} if told else {}
    inputs = tuple(
        InputState(
            input_name=name,
            table=feed.table,
            rows_loaded=rows.get(feed.raw_table, 0),
            rows_accepted=counts.get(feed.table, {}).get("rows_accepted"),
            rows_quarantined=counts.get(feed.table, {}).get("rows_quarantined"),
            last_date=counts.get(feed.table, {}).get("last_date"),
            missing_columns=tuple(missing[feed.raw_table]) if feed.raw_table in loaded else (),
        )
        for name, some in feeds.items()
        for feed in some
    )
    provided = provided_inputs(feeds, config.sources, loaded)
    marts = _published_marts(warehouse) if published else ()
    if not marts:
        marts = tuple(
            MartState(mart.name, mart.question, False, "; ".join(reasons) or "not built yet", 0)
            for mart in find_marts(workspace.models)
            for reasons in [blocking(mart, feeds, provided)]
        )
    last_run = runs[-1] if runs else None
    return Status(warehouse.describe(), inputs, stale, last_run, published, published_run, marts)


def _published_marts(warehouse: Warehouse) -> tuple[MartState, ...]:
    with warehouse.reader() as session:
        rows = session.query(
            "select mart, question, is_live, blocked_by, row_count"
            f" from {warehouse.meta_schema}.marts order by mart"
        )
    return tuple(MartState(row[0], row[1], bool(row[2]), row[3], int(row[4])) for row in rows)
