"""gtm rollback."""

from pathlib import Path

from gtm_tower.output import emit, remark
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import find_workspace


def run_rollback(folder: Path, run_id: str | None, only_list: bool, fmt: str) -> None:
    """Publish an earlier version again, and list the versions."""
    workspace = find_workspace(folder)
    warehouse = open_warehouse(workspace.config(), workspace.root)
    if not only_list:
        with warehouse.lock():
            version = warehouse.rollback(run_id)
        remark(f"{version.run_id} is published again")
    rows = [(v.run_id, v.published_at, v.is_current) for v in warehouse.versions()]
    emit(("run_id", "published_at", "is_current"), rows, fmt)
