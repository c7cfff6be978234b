"""The raw files of a source: which there are, what is in them, and how DuckDB reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gtm_tower.config import Source
from gtm_tower.sources import _csv, _faults, _parquet
from gtm_tower.sources._discover import FORMATS, Folder, RawFile, discover
from gtm_tower.sources._text import Utf8Text, as_utf8, sha256
from gtm_tower.sources.columns import raw_names

__all__ = [
    "FORMATS",
    "Folder",
    "RawFile",
    "ReadableFile",
    "discover",
    "explain",
    "miscounted",
    "readable",
    "sha256",
]


@dataclass(frozen=True)
class ReadableFile:
    """A file that was looked into: its raw columns, and the DuckDB query that gives its rows.

    The query gives the fields of `columns` as text, NULL for an empty one, and then the record
    number from 1. `text` and `layout` are those of a text file, None for parquet.
    """

    file: RawFile
    columns: tuple[str, ...]
    select: str
    text: Utf8Text | None = None
    layout: _csv.Layout | None = None


@contextmanager
def readable(file: RawFile, options: Source, temp_folder: Path) -> Iterator[ReadableFile]:
    """Look into a file and say how to read it; any fault found so far is a SourceError."""
    where = str(file.path)
    if file.format == ".parquet":
        titles = _parquet.titles(file.path)
        columns = raw_names(titles, file.table, where)
        yield ReadableFile(file, columns, _parquet.select(file.path, titles))
        return
    delimiter = "tab" if file.format.startswith(".tsv") else options.delimiter
    with as_utf8(file.path, options.encoding, temp_folder) as text:
        layout = _csv.layout(text.path, where, delimiter, file.table)
        columns = raw_names(layout.titles, file.table, where)
        yield ReadableFile(file, columns, _csv.select(text.path, layout), text, layout)


def explain(looked_into: ReadableFile, refusal: str) -> str | None:
    """Why DuckDB refused to read a file, with its line; None if the file is not at fault."""
    where = looked_into.file.path
    if looked_into.text is None or looked_into.layout is None:
        return _parquet.fault_of(where, looked_into.select)
    return _faults.of_refusal(looked_into.text.path, looked_into.layout, str(where), refusal)


def miscounted(looked_into: ReadableFile, rows: int) -> str | None:
    """What is wrong when DuckDB gave `rows` of a file; None if that is all of it.

    DuckDB drops a last record whose first double quote is never closed, and takes a record with one
    empty field too many, whose fields may have moved; it says nothing of either.
    """
    text, layout = looked_into.text, looked_into.layout
    if text is None or layout is None:
        return None
    separators = (rows + 1) * (len(layout.titles) - 1)
    if text.records == rows + 1 and text.separators.get(layout.delimiter, separators) == separators:
        return None
    return _faults.of_count(text.path, layout, str(looked_into.file.path), rows)
