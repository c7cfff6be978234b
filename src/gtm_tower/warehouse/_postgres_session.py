"""A Postgres connection as a Session; DuckDB reads the files, COPY brings them in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gtm_tower.errors import WarehouseError
from gtm_tower.warehouse._duckdb_session import DuckDBSession, settings
from gtm_tower.warehouse._duckdb_session import connect as connect_duckdb
from gtm_tower.warehouse._transaction import transaction
from gtm_tower.warehouse.protocol import Row
from gtm_tower.warehouse.sql import column_list, literal, quoted

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection
    from psycopg2.extensions import cursor as Cursor

COPY_BUFFER = 1 << 20
READER_MEMORY = "1GB"


class PostgresSession:
    """An open Postgres connection; see protocol.Session. `secret` is kept out of its errors."""

    def __init__(self, connection: "Connection", temp_folder: Path, secret: str) -> None:
        self._connection = connection
        self._temp_folder = temp_folder
        self._secret = secret

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run one statement."""
        with self._cursor() as cursor:
            cursor.execute(*_statement(sql, params))

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""
        with self._cursor() as cursor:
            cursor.execute(*_statement(sql, params))
            return list(cursor.fetchall())

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside takes effect together at the end, or not at all."""
        return transaction(self)

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Append rows to `schema.table`; for small tables of metadata."""
        from psycopg2.extras import execute_values

        every = [tuple(row) for row in rows]
        insert = f"insert into {quoted(table)} ({column_list(columns)}) values %s"
        with self._cursor() as cursor:
            execute_values(cursor, insert, every, page_size=max(len(every), 1))
        return len(every)

    def insert_select(self, table: str, columns: Sequence[str], select: str) -> int:
        """Append the rows of a DuckDB query over files.

        The query writes a clean CSV first, so that nothing of a faulty file reaches Postgres. In
        it NULL is an empty field and an empty text is a quoted one.
        """
        self._temp_folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._temp_folder) as folder:
            clean = Path(folder) / "rows.csv"
            self._write(select, clean)
            copy = f"copy {quoted(table)} ({column_list(columns)}) from stdin with (format csv)"
            with self._cursor() as cursor, clean.open("rb") as stream:
                cursor.copy_expert(copy, stream, COPY_BUFFER)
                count = int(cursor.rowcount)
                cursor.execute(
                    f"analyze {quoted(table)}"
                )  # the planner has no statistics of it yet
        return count

    def _write(self, select: str, target: Path) -> None:
        # the rows carry their numbers; to keep their order too, the writer would hold them all
        own = {"memory_limit": READER_MEMORY, "preserve_insertion_order": "false"}
        options = settings(self._temp_folder) | own
        with closing(connect_duckdb(":memory:", options)) as connection:
            session = DuckDBSession(connection)
            # by way of a table: in DuckDB 2.0 a COPY waits forever, or crashes, when what it reads
            # fails, while its other threads write
            session.execute(f"create temp table clean_rows as {select}")
            session.execute(
                f"copy clean_rows to {literal(str(target))}"
                " (format csv, header false, delimiter ',', quote '\"', escape '\"', nullstr '')"
            )

    @contextmanager
    def _cursor(self) -> Iterator["Cursor"]:
        import psycopg2

        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except psycopg2.Error as error:
            message = without_secret(str(error).strip(), self._secret)
            raise WarehouseError(f"Postgres refused a statement: {message}") from error


def without_secret(message: str, secret: str) -> str:
    """A driver's message with the password blotted out, should it be in there."""
    return message.replace(secret, "***") if secret else message


def _statement(sql: str, params: Sequence[Any]) -> tuple[str, list[Any] | None]:
    """SQL with `?` as the driver wants it; texts and names in quotes are left alone."""
    if not params:
        return sql, None
    pieces = re.split(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")""", sql)
    for at, piece in enumerate(pieces):
        escaped = piece.replace("%", "%%")
        pieces[at] = escaped if at % 2 else escaped.replace("?", "%s")
    return "".join(pieces), list(params)
