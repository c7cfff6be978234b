"""Parquet files: their columns, and the query with which DuckDB reads them as text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gtm_tower.errors import SourceError
from gtm_tower.warehouse.sql import column_list, literal


def titles(path: Path) -> tuple[str, ...]:
    """The column names of a parquet file; an unreadable one is a SourceError."""
    if path.stat().st_size == 0:
        raise SourceError(f"{path}: the file is empty. Export it again, or remove it.")
    described = _run(path, f"describe select * from {_reader(path)}")
    return tuple(str(row[0]) for row in described)


def select(path: Path, columns: Sequence[str]) -> str:
    """The DuckDB query that gives every column as text, empty as NULL, and the row number."""
    fields = [f"nullif(cast({column_list([column])} as varchar), '')" for column in columns]
    reader = _reader(path, ", file_row_number = true")
    return f"select {', '.join(fields)}, file_row_number + 1 from {reader}"


def fault_of(path: Path, query: str) -> str | None:
    """Why a parquet file cannot be read to its end; None if it can."""
    try:
        _run(path, f"select bit_xor(hash(contents)) from ({query}) as contents")
    except SourceError as error:
        return str(error)
    return None


def _run(path: Path, query: str) -> list[tuple[Any, ...]]:
    import duckdb

    try:
        with duckdb.connect() as connection:
            return connection.execute(query).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise SourceError(
            f"{path}: the file is not a readable parquet file: {reason} Export or copy it again."
        ) from None


def _reader(path: Path, option: str = "") -> str:
    return f"read_parquet({literal(str(path))}{option})"
