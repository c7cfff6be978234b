"""Why a text file cannot be read: the line, what is there, and what to do about it."""

import csv
import re
from pathlib import Path

from gtm_tower.sources._csv import Layout, records
from gtm_tower.sources._text import open_text

AGAIN = "Correct the line or export the file again."
LONGEST_FIELD = 4_000_000  # more than DuckDB takes; an open quote would swallow the whole file


def of_refusal(text: Path, layout: Layout, where: str, refusal: str) -> str | None:
    """The first fault of a UTF-8 file that DuckDB refused; None if the refusal is not about it.

    DuckDB counts records, an editor counts lines: the file is read once more to find the line.
    """
    _, fault = _examine(text, layout, where)
    found = fault or _mixed_line_ends(text, where)
    if found is None and "CSV" in refusal:
        too_long = re.search(r"Maximum line size of \d+ bytes exceeded", refusal)
        reason = too_long.group() if too_long else " ".join(refusal.split("Possible")[0].split())
        record = re.search(r"on Line: (\d+)", refusal)
        return f"{where}, record {record.group(1) if record else '?'}: {reason[:300]}. {AGAIN}"
    return found


def of_count(text: Path, layout: Layout, where: str, rows: int) -> str | None:
    """The fault for which DuckDB did not give all records; None if `rows` is all of them."""
    count, fault = _examine(text, layout, where)
    if fault is None and count != rows:
        return f"{where}: the file has {count} records, and {rows} of them could be read. {AGAIN}"
    return fault


def _examine(text: Path, layout: Layout, where: str) -> tuple[int, str | None]:
    """The records below the header up to the first fault, and that fault."""
    width, count, start = len(layout.titles), -1, 1
    limit = csv.field_size_limit(LONGEST_FIELD)
    try:
        with open_text(text) as lines:
            reader = records(lines, layout.delimiter)
            for record in reader:
                if record and len(record) != width:
                    return count, _wrong_width(where, start, record, width)
                start = reader.line_num + 1
                count += bool(record)
    except csv.Error as error:
        return count, _broken_quote(where, start, reader.line_num, str(error))
    finally:
        csv.field_size_limit(limit)
    return count, None


def _wrong_width(where: str, line: int, record: list[str], width: int) -> str:
    shown = ", ".join(record)
    shown = f"{shown[:120]}…" if len(shown) > 120 else shown
    fields = "1 field" if len(record) == 1 else f"{len(record)} fields"
    return (
        f"{where}, line {line}: {fields} where the header has {width}: {shown!r}. A field with the"
        f" delimiter or a line break in it must stand in double quotes. {AGAIN}"
    )


def _broken_quote(where: str, start: int, line: int, error: str) -> str:
    if "expected after" in error:
        return (
            f"{where}, line {line}: text follows a closing double quote. A double quote inside a"
            f' quoted field is written twice (""). {AGAIN}'
        )
    never = "not closed for four million signs" if "larger" in error else "never closed"
    return (
        f"{where}, line {start}: a double quote is opened and {never}. A double quote inside"
        f' a quoted field is written twice (""). {AGAIN}'
    )


def _mixed_line_ends(text: Path, where: str) -> str | None:
    with open_text(text) as lines:
        first = ""
        for number, line in enumerate(lines, start=1):
            ending = re.search(r"[\r\n]*$", line)
            own = ending.group() if ending else ""
            first = first or own
            if own and own != first:
                return (
                    f"{where}, line {number}: the line ends with {own!r}, the lines before with"
                    f" {first!r}. Give all lines the same end, or export the file again."
                )
    return None
