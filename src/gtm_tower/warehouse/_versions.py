"""Which version is meant, and which are too many; the same on every engine."""

import re
from collections.abc import Sequence

from gtm_tower.errors import WarehouseError, WorkspaceError
from gtm_tower.warehouse.protocol import Version

NOTHING_PUBLISHED = "nothing is published yet: run gtm build"


def check_run_id(run_id: str) -> None:
    """Refuse a run id that could not be the name of a file and of a schema on every engine."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,23}", run_id):
        raise WarehouseError(
            f"the run id is '{run_id}'. Legal: up to 24 lower-case letters, digits and _,"
            " such as 20261120t101500z_ab12."
        )


def target_of_rollback(versions: Sequence[Version], run_id: str | None) -> Version:
    """The version meant by `gtm rollback [RUN_ID]`; `versions` are newest first."""
    if not versions:
        raise WorkspaceError(NOTHING_PUBLISHED)
    if run_id is not None:
        for version in versions:
            if version.run_id == run_id:
                return version
        legal = ", ".join(version.run_id for version in versions)
        raise WorkspaceError(f"there is no version '{run_id}'. Legal: {legal}.")
    current = next((at for at, version in enumerate(versions) if version.is_current), -1)
    if current + 1 == len(versions):
        raise WorkspaceError(
            f"there is no version before the current one, {versions[current].run_id}."
        )
    return versions[current + 1]


def surplus(versions: Sequence[Version], keep: int) -> list[Version]:
    """The versions that `prune(keep)` drops: never the current one, oldest of the rest first."""
    return [version for version in reversed(versions[max(keep, 1) :]) if not version.is_current]
