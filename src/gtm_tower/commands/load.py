"""gtm load."""

from pathlib import Path

from gtm_tower.output import emit, progress_bar, remark
from gtm_tower.pipeline.load import FileProgress, LoadError, LoadResult, load
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import Workspace, find_workspace


def run_load(folder: Path, fmt: str) -> None:
    """Load the workspace's files and print what became of each."""
    workspace = find_workspace(folder)
    try:
        result = load_files(workspace)
    except LoadError as error:
        _print(error.result, fmt)
        raise
    _print(result, fmt)
    absent = [table.table for table in result.tables if table.is_absent]
    if absent:
        remark(f"note: no file of {', '.join(absent)}; gtm status says what that blocks")


def load_files(workspace: Workspace) -> LoadResult:
    """Load with a progress bar over bytes."""
    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    with warehouse.lock(), progress_bar() as bar:
        task = bar.add_task("load", total=None) if bar else None

        def progress(state: FileProgress) -> None:
            if bar and task is not None:
                megabytes = max(1, state.total >> 20)
                bar.update(
                    task,
                    completed=state.done >> 20,
                    total=megabytes,
                    description=f"load {state.table} (MB)",
                )

        return load(config, workspace.root, warehouse, progress)


def _print(result: LoadResult, fmt: str) -> None:
    columns = ("table", "file", "rows", "status")
    emit(columns, [(f.table, f.file, f.rows, f.status) for f in result.files], fmt)
    for text in result.warnings:
        remark(f"note: {text}")
