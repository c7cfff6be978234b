"""What a load tells: per file, per table, and as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gtm_tower.errors import SourceError

Status = Literal["loaded", "unchanged", "replaced", "removed"]


@dataclass(frozen=True)
class FileLoad:
    """What became of one file; `rows` are those now in the raw table."""

    source: str
    table: str
    file: str
    rows: int
    status: Status


@dataclass(frozen=True)
class TableLoad:
    """A raw table after the load; `missing` and `extra` are columns compared with the declared."""

    source: str
    table: str
    identifier: str
    rows: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    is_absent: bool


@dataclass(frozen=True)
class LoadResult:
    """What a load did."""

    load_id: str
    files: tuple[FileLoad, ...]
    tables: tuple[TableLoad, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class FileProgress:
    """Told when a file is begun (`status` reading) and when it is done; sizes are bytes on disk."""

    table: str
    file: str
    status: Status | Literal["reading", "failed"]
    rows: int
    size: int
    done: int
    total: int


Progress = Callable[[FileProgress], None]


class LoadError(SourceError):
    """Some files could not be loaded; `result` says what was done with the others."""

    def __init__(self, message: str, result: LoadResult) -> None:
        super().__init__(message)
        self.result = result
