"""A DuckDB connection as a Session, and the settings every connection gets."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gtm_tower.errors import WarehouseError
from gtm_tower.warehouse._transaction import transaction
from gtm_tower.warehouse.protocol import Row
from gtm_tower.warehouse.sql import column_list, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "4GB"
ROWS_PER_STATEMENT = 500


class DuckDBSession:
    """An open DuckDB connection; see protocol.Session."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self._connection = connection

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run one statement."""
        self._run(sql, params)

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""
        return self._run(sql, params)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside takes effect together at the end, or not at all."""
        return transaction(self)

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Append rows to `schema.table`; for small tables of metadata."""
        count = 0
        one = "(" + ", ".join("?" * len(columns)) + ")"
        remaining = iter(rows)
        while some := list(islice(remaining, ROWS_PER_STATEMENT)):
            self.execute(
                f"insert into {quoted(table)} ({column_list(columns)})"
                f" values {', '.join([one] * len(some))}",
                [value for row in some for value in row],
            )
            count += len(some)
        return count

    def insert_select(self, table: str, columns: Sequence[str], select: str) -> int:
        """Append the rows of a DuckDB query over files."""
        inserted = self.query(f"insert into {quoted(table)} ({column_list(columns)}) {select}")
        return int(inserted[0][0])

    def _run(self, sql: str, params: Sequence[Any]) -> list[Row]:
        import duckdb

        try:
            return self._connection.execute(sql, list(params)).fetchall()
        except duckdb.Error as error:
            raise WarehouseError(f"DuckDB refused a statement: {error}") from error


def settings(temp_folder: Path) -> dict[str, str]:
    """The settings of the build side, in a session of ours and in dbt's."""
    return {
        "TimeZone": "UTC",
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(temp_folder),
        "preserve_insertion_order": "true",
        "autoinstall_known_extensions": "false",
    }


def connect(path: str, options: Mapping[str, str]) -> "DuckDBPyConnection":
    """Open a DuckDB file for writing; one held by another program is a WarehouseError."""
    import duckdb

    try:
        connection = duckdb.connect(path)
        for name, value in options.items():
            connection.execute(f"set {name} = {literal(value)}")
    except duckdb.Error as error:
        raise WarehouseError(
            f"DuckDB cannot open {path}: {error}\nCheck that no other program has the file open,"
            " that the folder can be written to and that the disk is not full."
        ) from error
    return connection
