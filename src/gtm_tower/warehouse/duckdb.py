"""DuckDB: build in a file of its own, publish a second file by replacing it in one step.

.gtm/build.duckdb               raw data, staging, inputs, intermediate
.gtm/next.duckdb                marts and meta of the version being built, attached as published
warehouse/versions/<id>.duckdb  every version kept
warehouse/gtm.duckdb            the current version: a second name (hard link) of its file
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from gtm_tower.errors import WarehouseError, WorkspaceError
from gtm_tower.warehouse import _files
from gtm_tower.warehouse._duckdb_session import MEMORY_LIMIT, DuckDBSession, connect, settings
from gtm_tower.warehouse._versions import (
    NOTHING_PUBLISHED,
    check_run_id,
    surplus,
    target_of_rollback,
)
from gtm_tower.warehouse.lock import file_lock
from gtm_tower.warehouse.protocol import Version
from gtm_tower.warehouse.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ALIAS = "published"  # of the next version, as a build sees it
CURRENT = "current_version"


@dataclass(frozen=True)
class DuckDBWarehouse:
    """The embedded warehouse of the workspace at `root`."""

    root: Path
    engine: ClassVar[str] = "duckdb"
    raw_schema: ClassVar[str] = "raw"
    next_marts_schema: ClassVar[str] = f"{ALIAS}.marts"
    next_meta_schema: ClassVar[str] = f"{ALIAS}.meta"
    marts_schema: ClassVar[str] = "marts"
    meta_schema: ClassVar[str] = "meta"

    @property
    def _state(self) -> Path:
        return self.root / ".gtm"

    @property
    def _build(self) -> Path:
        return self._state / "build.duckdb"

    @property
    def _next(self) -> Path:
        return self._state / "next.duckdb"

    @property
    def _published(self) -> Path:
        return self.root / "warehouse" / "gtm.duckdb"

    @property
    def _versions(self) -> Path:
        return self.root / "warehouse" / "versions"

    def describe(self) -> str:
        """One line that says which warehouse this is."""
        return "DuckDB warehouse/gtm.duckdb"

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to load, build, publish and roll back; busy is a WorkspaceError."""
        return file_lock(self._state / "lock")

    @contextmanager
    def build(self) -> Iterator[DuckDBSession]:
        """A session on .gtm/build.duckdb, with the next version attached once it is prepared."""
        (self._state / "tmp").mkdir(parents=True, exist_ok=True)
        connection = connect(str(self._build), settings(self._state / "tmp"))
        try:
            if self._next.exists():
                _attach(connection, self._next, "")
            yield DuckDBSession(connection)
        finally:
            connection.close()

    @contextmanager
    def reader(self) -> Iterator[DuckDBSession]:
        """A read-only session on the version published now; a later one does not disturb it."""
        if not self._published.exists():
            raise WorkspaceError(NOTHING_PUBLISHED)
        with _opened(self._published) as session:
            yield session

    @contextmanager
    def published_meta(self, session: DuckDBSession) -> Iterator[str]:
        """Attach the published version to a session of `build()` for as long as it is needed."""
        session.execute(f"attach {literal(str(self._published))} as {CURRENT} (read_only)")
        try:
            yield f"{CURRENT}.{self.meta_schema}"
        finally:
            session.execute(f"detach {CURRENT}")

    def dbt_target(self) -> dict[str, Any]:
        """The target of a dbt profile; models write build.duckdb, marts the attached next one."""
        return {
            "type": "duckdb",
            "path": str(self._build),
            "schema": "main",
            "threads": 2,
            "attach": [{"path": str(self._next), "alias": ALIAS}],
            # set once, as the file is opened: no cursor can move a temp folder that is in use
            "config_options": {
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(self._state / "tmp"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
            },
            "settings": {"TimeZone": "UTC"},
        }

    def dbt_environment(self) -> dict[str, str]:
        """No secrets: the warehouse is a file."""
        return {}

    def dbt_vars(self) -> dict[str, str | None]:
        """Where raw data is and where the next version goes."""
        return {
            "gtm_raw_schema": self.raw_schema,
            "gtm_published_database": ALIAS,
            "gtm_marts_schema": "marts",
            "gtm_meta_schema": "meta",
            "gtm_schema_prefix": "",
        }

    def prepare_next(self) -> None:
        """Start an empty next version; what an earlier build left half-done is removed."""
        self._settle()
        for leftover in self._state.glob("next.duckdb*"):
            leftover.unlink()
        fresh = self._state / "next.duckdb.new"
        self._state.mkdir(parents=True, exist_ok=True)
        connection = connect(str(fresh), {})
        connection.execute("create schema marts")
        connection.execute("create schema meta")
        connection.close()
        os.replace(fresh, self._next)

    def publish(self, run_id: str) -> Version:
        """Make the next version the published one, by one os.replace: never seen in half.

        The file is complete and on disk before it gets the published name; it is listed as a
        version only after that.
        """
        check_run_id(run_id)
        self._seal(run_id)
        self._versions.mkdir(parents=True, exist_ok=True)
        staged = self._versions / f"{run_id}.duckdb.new"
        os.replace(self._next, staged)
        _files.sync_folder(self._versions)
        _files.put(staged, self._published)
        self._list(staged)
        return next(version for version in self.versions() if version.is_current)

    def versions(self) -> list[Version]:
        """Every version that can be read or rolled back to, newest first."""
        found = {path.stem: path for path in self._versions.glob("*.duckdb")}
        current = self._current(found)
        if current is not None and current not in found:
            found[current] = self._published
        listed = [
            Version(run_id, _stamp(path)[1], run_id == current) for run_id, path in found.items()
        ]
        return sorted(listed, key=lambda item: (item.published_at, item.run_id), reverse=True)

    def rollback(self, run_id: str | None = None) -> Version:
        """Publish an earlier version again; None is the one before the current one."""
        self._settle()
        target = target_of_rollback(self.versions(), run_id)
        _files.put(self._versions / f"{target.run_id}.duckdb", self._published)
        return Version(target.run_id, target.published_at, is_current=True)

    def prune(self, keep: int) -> list[str]:
        """Drop all but the newest `keep` versions and the current one; gives what was dropped."""
        dropped = surplus(self.versions(), keep)
        for version in dropped:
            (self._versions / f"{version.run_id}.duckdb").unlink()
        return [version.run_id for version in dropped]

    def _seal(self, run_id: str) -> None:
        """Write the run id into next, and have all of it in its one file and on disk."""
        if not self._next.exists():
            raise WarehouseError("there is no next version to publish: run gtm build")
        connection = connect(str(self._next), {"TimeZone": "UTC"})
        session = DuckDBSession(connection)
        try:
            session.execute("create schema if not exists meta")
            session.execute(
                "create or replace table meta.published as select cast(? as varchar) as run_id,"
                " cast(current_timestamp as timestamptz) as published_at",
                [run_id],
            )
            session.execute("checkpoint")
        finally:
            connection.close()
        log = self._next.with_name("next.duckdb.wal")
        if log.exists():
            raise WarehouseError(f"{self._next} is still open elsewhere: its log {log} is left.")
        _files.sync_file(self._next)

    def _current(self, found: dict[str, Path]) -> str | None:
        """The run id of the published file: the version that is the same file, or what it says."""
        for run_id, path in found.items():
            with suppress(FileNotFoundError):
                if os.path.samefile(path, self._published):
                    return run_id
        return _stamp(self._published)[0] if self._published.exists() else None

    def _list(self, staged: Path) -> None:
        os.replace(staged, staged.with_suffix(""))
        _files.sync_folder(self._versions)

    def _settle(self) -> None:
        """Finish or undo a publish that was killed: the published file itself says which."""
        for staged in self._versions.glob("*.duckdb.new"):
            if self._published.exists() and _stamp(self._published) == _stamp(staged):
                self._list(staged)
            else:
                staged.unlink()
        for leftover in self._published.parent.glob("gtm.duckdb.new*"):
            leftover.unlink()


def _attach(connection: "DuckDBPyConnection", path: Path, options: str) -> None:
    import duckdb

    try:
        # never `if not exists`: DuckDB 2.0 keeps the address of a closed instance while another one
        # has the file, takes a new one there for it, and spins for a database it does not hold
        connection.execute(f"attach {literal(str(path))} as {ALIAS} {options}")
    except duckdb.Error as error:
        raise WarehouseError(f"DuckDB cannot open {path}: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[DuckDBSession]:
    """A published file, attached read-only to an instance of its own.

    An own instance, because DuckDB shares one per path in a process, and a path that was replaced
    would still give the old file for as long as somebody holds it.
    """
    connection = connect(":memory:", {"TimeZone": "UTC"})
    try:
        _attach(connection, path, "(read_only)")
        connection.execute(f"use {ALIAS}")
        yield DuckDBSession(connection)
    finally:
        connection.close()


def _stamp(path: Path) -> tuple[str, datetime]:
    with _opened(path) as session:
        run_id, published_at = session.query(
            "select run_id, cast(published_at as timestamptz) from meta.published"
        )[0]
    return str(run_id), published_at
