"""Text files: header, delimiter, and the query with which DuckDB reads them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gtm_tower.errors import ConfigError, SourceError
from gtm_tower.sources._text import open_text
from gtm_tower.sources.columns import plain_name
from gtm_tower.sources.registry import SourceTable
from gtm_tower.warehouse.sql import literal

if TYPE_CHECKING:
    import _csv

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out: its titles, the sign between fields, blank lines at its top."""

    titles: tuple[str, ...]
    delimiter: str
    blank_lines: int


def layout(text: Path, where: str, delimiter: str, table: SourceTable) -> Layout:
    """The layout of a UTF-8 file; `auto` takes the delimiter that yields the declared columns."""
    if delimiter == "auto":
        tried = [_layout(text, where, sign) for sign in DELIMITERS]
        found = max(tried, key=lambda one: (_declared(one.titles, table), len(one.titles)))
    else:
        found = _layout(text, where, _sign(delimiter))
    if len(found.titles) == 1 and not _declared(found.titles, table):
        raise SourceError(_one_column(text, where, delimiter, found, table))
    return found


def select(text: Path, found: Layout) -> str:
    """The DuckDB query that gives every field as text, and then the record number.

    DuckDB keeps the order of the file. It reads in one go: in parallel it takes lines inside a
    quoted text for records. The line end is left to it: given a wrong one, it reads nothing and
    says nothing.
    """
    fields = [f"c{number}" for number in range(len(found.titles))]
    columns = ", ".join(f"'{field}': 'VARCHAR'" for field in fields)
    compression = "gzip" if text.suffix.lower() == ".gz" else "none"
    return (
        f"select {', '.join(fields)}, row_number() over ()"
        f" from read_csv({literal(str(text))}, auto_detect = false, columns = {{{columns}}},"
        f" compression = '{compression}', header = true, skip = {found.blank_lines},"
        f" delim = {literal(found.delimiter)}, quote = '\"', escape = '\"', comment = '',"
        " nullstr = '', strict_mode = true, null_padding = false,"
        " parallel = false)"
    )


def records(lines: Iterable[str], delimiter: str) -> "_csv.Reader":
    """The records of a text by Python's own reader: to read a header and to explain a fault."""
    return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)


def _layout(text: Path, where: str, delimiter: str) -> Layout:
    with open_text(text) as lines:
        blank = 0
        for line in lines:
            if line.strip("\r\n"):
                break
            blank += 1
        else:
            raise SourceError(f"{where}: the file has no header, only blank lines.")
        try:
            titles = next(records([line, *islice(lines, 100)], delimiter))
        except csv.Error as error:
            if delimiter in line:
                raise SourceError(
                    f"{where}, line {blank + 1}: the header cannot be read: {error}."
                    " Close every quote that it opens."
                ) from None
            titles = [line.strip()]
    return Layout(tuple(titles), delimiter, blank)


def _declared(titles: Iterable[str], table: SourceTable) -> int:
    return sum(plain_name(title) in table.column_names for title in titles)


def _sign(delimiter: str) -> str:
    sign = {name: sign for sign, name in DELIMITERS.items()}.get(delimiter, delimiter)
    if len(sign) != 1 or sign in '"\r\n':
        raise ConfigError(
            f"the delimiter of a source is '{delimiter}'."
            f" Legal: auto, {', '.join(DELIMITERS.values())}, or one sign."
        )
    return sign


def _one_column(text: Path, where: str, delimiter: str, found: Layout, table: SourceTable) -> str:
    """The message for a header that stays in one piece."""
    start = f"{where}, line {found.blank_lines + 1}: the header is one column, '{found.titles[0]}'"
    if delimiter == "auto":
        return (
            f"{start}: none of {', '.join(DELIMITERS.values())} separates it into columns."
            " Name the sign that does as `delimiter` of the source in gtm.yml."
        )
    better = layout(text, where, "auto", table)
    return (
        f"{start}: the delimiter '{delimiter}' of gtm.yml does not occur in it."
        f" It is separated by {DELIMITERS[better.delimiter]}:"
        " write `delimiter: auto` for the source in gtm.yml."
    )
