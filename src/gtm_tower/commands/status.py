"""gtm status."""

import json
from dataclasses import asdict
from pathlib import Path

from gtm_tower.output import emit, print_table, stdout
from gtm_tower.pipeline.records import Run
from gtm_tower.pipeline.status import InputState, Status, read_status
from gtm_tower.workspace import find_workspace

INPUT_COLUMNS = (
    *("input", "table", "loaded", "accepted", "quarantined"),
    *("last_date", "missing_columns"),
)
MART_COLUMNS = ("mart", "state", "rows", "question")


def run_status(folder: Path, fmt: str) -> None:
    """Print the status: tables for people, one document as JSON, the marts as CSV."""
    status = read_status(find_workspace(folder))
    if fmt == "json":
        print(json.dumps(asdict(status), indent=2, default=str))
    elif fmt == "csv":
        emit(MART_COLUMNS, _marts(status), fmt)
    else:
        _print(status)


def _print(status: Status) -> None:
    console = stdout()
    console.print(f"Warehouse   {status.warehouse}")
    console.print(f"Published   {_published(status)}")
    console.print(f"Last run    {_run(status.last_run)}")
    if status.busy:
        console.print(f"Now         {status.busy}")
    console.print()
    inputs = [
        (
            *(entry.input_name, entry.table, _loaded(entry, status)),
            *(entry.rows_accepted, entry.rows_quarantined),
            *(entry.last_date, ", ".join(entry.missing_columns)),
        )
        for entry in status.inputs
    ]
    print_table(INPUT_COLUMNS, inputs)
    print_table(MART_COLUMNS, _marts(status))
    for stale in status.stale:
        console.print(f"{stale.file}: {stale.reason} since the last load. Run: gtm load")


def _loaded(entry: InputState, status: Status) -> int | str | None:
    if entry.rows_loaded is None and not status.busy:
        return "no file"
    if entry.rows_loaded and entry.parts > 1:
        return f"{entry.rows_loaded:,} x {entry.parts}"
    return entry.rows_loaded


def _marts(status: Status) -> list[tuple[object, ...]]:
    return [
        (mart.name, "live" if mart.is_live else mart.blocked_by, mart.rows, mart.question)
        for mart in status.marts
    ]


def _published(status: Status) -> str:
    if status.published is None:
        return "nothing yet; run: gtm build"
    as_of = f", as of {status.published_run.as_of}" if status.published_run else ""
    return (
        f"{status.published.run_id}{as_of}, at {status.published.published_at:%Y-%m-%d %H:%M} UTC"
    )


def _run(run: Run | None) -> str:
    if run is None:
        return "none"
    detail = f", {run.message}" if run.message else ""
    return f"{run.run_id}, {run.status}{detail}"
