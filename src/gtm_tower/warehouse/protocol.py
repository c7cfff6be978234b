"""What the rest of the platform may ask of a warehouse; one module per engine answers it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Version:
    """One published version; `published_at` is when readers first saw it (UTC)."""

    run_id: str
    published_at: datetime
    is_current: bool


class Session(Protocol):
    """An open connection. SQL takes `?` for parameters; every failure is a WarehouseError."""

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run one statement; outside `transaction()` it takes effect at once."""

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside takes effect together at the end, or not at all."""

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Append rows to `schema.table`; for small tables of metadata. Gives the number of rows."""

    def insert_select(self, table: str, columns: Sequence[str], select: str) -> int:
        """Append the rows of a DuckDB query over files; the same reader for every engine."""


class Warehouse(Protocol):
    """An engine: where raw data is built on, and where versions are published.

    Build side: `build()` under `lock()`. Published side: `reader()`, any number, at any time.
    """

    @property
    def engine(self) -> str:
        """The name of the engine, as in gtm.yml."""

    @property
    def raw_schema(self) -> str:
        """Where raw tables are, as addressed from `build()`."""

    @property
    def next_marts_schema(self) -> str:
        """Where the marts of the next version are, as addressed from `build()`."""

    @property
    def next_meta_schema(self) -> str:
        """Where the run log of the next version is, as addressed from `build()`."""

    @property
    def marts_schema(self) -> str:
        """Where the published marts are, as addressed from `reader()`."""

    @property
    def meta_schema(self) -> str:
        """Where the published run log is, as addressed from `reader()`."""

    def describe(self) -> str:
        """One line that says which warehouse this is, without a secret."""

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to load, build, publish and roll back; busy is a WorkspaceError."""

    def build(self) -> AbstractContextManager[Session]:
        """A session on the build side; close it before dbt runs, which opens its own."""

    def reader(self) -> AbstractContextManager[Session]:
        """A read-only session on the published version; none yet is a WorkspaceError."""

    def published_meta(self, session: Any) -> AbstractContextManager[str]:
        """Where the published run log is, as addressed from an open session of `build()`."""

    def dbt_target(self) -> dict[str, Any]:
        """The target of a dbt profile; a password is only named, as an env_var."""

    def dbt_environment(self) -> dict[str, str]:
        """What dbt needs in its environment: the secrets that `dbt_target` names."""

    def dbt_vars(self) -> Mapping[str, str | None]:
        """The dbt variables that say where raw data is and where the next version goes."""

    def prepare_next(self) -> None:
        """Start an empty next version; what an earlier build left half-done is removed."""

    def publish(self, run_id: str) -> Version:
        """Make the next version the published one, in one step that readers never see half of."""

    def versions(self) -> list[Version]:
        """Every version that can be read or rolled back to, newest first."""

    def rollback(self, run_id: str | None = None) -> Version:
        """Publish an earlier version again; None is the one before the current one."""

    def prune(self, keep: int) -> list[str]:
        """Drop all but the newest `keep` versions and the current one; gives the dropped ids."""
