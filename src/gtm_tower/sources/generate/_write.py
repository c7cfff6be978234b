"""Writing tables with DuckDB, in the order of their arrays."""

from pathlib import Path

import duckdb
import numpy as np

from gtm_tower.sources.generate._table import Table, literal

_OPTIONS = {"csv": "format csv, header true", "parquet": "format parquet"}
_RELATION = "arrays"
_INDEX = "row_index"


def write_table(table: Table, folder: Path, file_format: str) -> Path:
    """Write one file and return its path; rows keep their order, so the bytes are repeatable."""
    path = folder / f"{table.name}.{file_format}"
    options = _OPTIONS[file_format]
    if table.has_index and file_format == "csv":
        header = ",".join(["", *table.columns]) + "\n"
        if not len(table):
            path.write_text(header, encoding="utf-8", newline="\n")
            return path
        # no column can be without a name: the header is written as plain text
        options = f"format csv, header false, prefix {literal(header)}, suffix '\n'"
    with _connect(table) as connection:
        select = _select(table, table.has_index)
        connection.execute(f"copy ({select}) to {literal(str(path))} ({options})")
    return path


def read_columns(table: Table) -> list[tuple[object, ...]]:
    """The values of a small table, as they would be written but for the index."""
    with _connect(table) as connection:
        return connection.execute(_select(table)).fetchall()


def _connect(table: Table) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = true")
    connection.register(_RELATION, {**table.arrays, _INDEX: np.arange(len(table))})
    return connection


def _select(table: Table, has_index: bool = False) -> str:
    columns = [f'{sql} as "{name}"' for name, sql in table.columns.items()]
    index = [f"cast({_INDEX} as varchar) as column_1"] if has_index else []
    return f"select {', '.join(index + columns)} from {_RELATION}"
