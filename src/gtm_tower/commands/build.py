"""gtm build."""

from pathlib import Path
from typing import Any

from gtm_tower.output import emit, progress_bar, remark
from gtm_tower.pipeline.build import BlockedError, BuildOptions, BuildResult, build
from gtm_tower.pipeline.load import prepare_raw, stale_files
from gtm_tower.pipeline.readiness import loaded_tables
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import Workspace, find_workspace

STEPS = {"read": "read the project", "build": "build", "check": "check"}


def run_build(
    folder: Path, as_of: str | None, full_refresh: bool, select: tuple[str, ...], fmt: str
) -> None:
    """Build and publish, then print the run."""
    workspace = find_workspace(folder)
    _warn_of_stale_files(workspace)
    result = build_workspace(workspace, BuildOptions(as_of, full_refresh, select))
    emit(*run_table(result), fmt)
    print_warnings(result)
    if not result.is_published:
        remark("note: a selection is built and checked, but not published")


def build_workspace(workspace: Workspace, options: BuildOptions) -> BuildResult:
    """Build with a progress bar over models and checks."""
    with progress_bar() as bar:
        tasks: dict[str, Any] = {}

        def progress(step: str, name: str, done: int, total: int) -> None:
            if bar is None:
                return
            if step not in tasks:
                tasks[step] = bar.add_task(STEPS[step], total=total or None)
            bar.update(
                tasks[step],
                completed=done,
                total=total or None,
                description=f"{STEPS[step]} {name}".strip(),
            )

        try:
            return build(workspace, options, progress)
        except BlockedError as blocked:
            print_warnings(blocked.result)
            raise


def run_table(result: BuildResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """A run as one row: what was read, checked and published."""
    run, statuses = result.run, [check.status for check in result.checks]
    live = sum(mart.is_live for mart in result.marts)
    columns = (
        *("run_id", "as_of", "status", "rows_in", "rows_accepted", "rows_quarantined"),
        *("checks_passed", "checks_warned", "marts_live", "marts"),
    )
    row = (
        *(run.run_id, run.as_of, run.status),
        *(run.total("rows_in"), run.total("rows_accepted"), run.total("rows_quarantined")),
        *(statuses.count("pass"), statuses.count("warn"), live, len(result.marts)),
    )
    return columns, [row]


def print_warnings(result: BuildResult) -> None:
    """Say on stderr what did not stop the build but should be known."""
    for check in result.checks:
        if check.status == "warn":
            meaning = f": {check.description}" if check.description else ""
            remark(f"warning: {check.name}, {check.failures} x{meaning}")
    blocked = [mart.name for mart in result.marts if not mart.is_live]
    if blocked:
        remark(
            f"note: {len(blocked)} of {len(result.marts)} marts have no rows for want of data;"
            " gtm status says what each of them waits for"
        )


def _warn_of_stale_files(workspace: Workspace) -> None:
    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    with warehouse.lock(), warehouse.build() as session:
        prepare_raw(session, config, warehouse.raw_schema)
        if not loaded_tables(session, warehouse.raw_schema):
            return
        for stale in stale_files(session, config, warehouse.raw_schema, workspace.root):
            remark(f"note: {stale.file} is {stale.reason} since the last load; run: gtm load")
