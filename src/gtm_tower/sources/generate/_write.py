"""Writing tables with DuckDB, in the order of their arrays."""

from pathlib import Path

import duckdb

from gtm_tower.sources.generate._table import Table

_OPTIONS = {"csv": "format csv, header true", "parquet": "format parquet"}
_RELATION = "arrays"


def write_table(table: Table, folder: Path, file_format: str) -> Path:
    """Write one file and return its path; rows keep their order, so the bytes are repeatable."""
    path = folder / f"{table.name}.{file_format}"
    target = str(path).replace("'", "''")
    with _connect(table) as connection:
        connection.execute(f"copy ({_select(table)}) to '{target}' ({_OPTIONS[file_format]})")
    return path


def read_columns(table: Table) -> list[tuple[object, ...]]:
    """The values of a small table, as they would be written."""
    with _connect(table) as connection:
        return connection.execute(_select(table)).fetchall()


def _connect(table: Table) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = true")
    connection.register(_RELATION, table.arrays)
    return connection


def _select(table: Table) -> str:
    columns = ", ".join(f"{sql} as {name}" for name, sql in table.columns.items())
    return f"select {columns} from {_RELATION}"
