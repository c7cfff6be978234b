"""Reading any well-formed CSV gives what Python's own reader gives."""

import csv
import io
from pathlib import Path
from typing import Literal

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gtm_tower.config import Source
from gtm_tower.sources._count import RecordCounter
from gtm_tower.sources._discover import RawFile
from gtm_tower.sources.files import miscounted, readable
from gtm_tower.sources.registry import SourceColumn, SourceTable

TABLE = SourceTable(
    "saas", "notes", "saas_notes", tuple(SourceColumn(name) for name in ("id", "note", "at"))
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("\"',;|\t\r\n #\\N0a")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)
Quoting = Literal[0, 1]  # csv.QUOTE_MINIMAL, csv.QUOTE_ALL
RECORDS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=12)


def written(rows: list[tuple[str, str, str]], delimiter: str, end: str, quoting: Quoting) -> str:
    text = io.StringIO()
    # with \n alone as the line end, Python would leave a \r bare
    is_bare = end == "\n" and any("\r" in field for row in rows for field in row)
    style = csv.QUOTE_ALL if is_bare else quoting
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=style)
    writer.writerows([("id", "note", "at"), *rows])
    return text.getvalue()


def read(path: Path) -> list[tuple[object, ...]]:
    with readable(RawFile(TABLE, path, path.name), Source("."), path.parent) as found:
        assert found.columns == ("id", "note", "at")
        rows = duckdb.execute(found.select).fetchall()
        assert miscounted(found, len(rows)) is None
    return rows


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    RECORDS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
@example([("", "", "")], ",", "\n", csv.QUOTE_MINIMAL, True)
@example([(" ", '"', "\r")], ";", "\r\n", csv.QUOTE_MINIMAL, False)
def test_what_python_writes_is_read_as_it_was(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    end: str,
    quoting: Quoting,
    has_mark: bool,
) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(
        (b"\xef\xbb\xbf" if has_mark else b"") + written(rows, delimiter, end, quoting).encode()
    )
    assert read(path) == [
        (*(field or None for field in row), number) for number, row in enumerate(rows, start=1)
    ]


@settings(max_examples=300, deadline=None)
@given(RECORDS, st.sampled_from(["\n", "\r\n"]), st.integers(1, 7), st.booleans())
def test_records_are_counted_however_the_bytes_are_cut(
    rows: list[tuple[str, str, str]], end: str, size: int, is_cut_short: bool
) -> None:
    content = written(rows, ",", end, csv.QUOTE_ALL).encode()
    content = content.removesuffix(end.encode()) if is_cut_short else content + end.encode() * 3
    counter = RecordCounter()
    for start in range(0, len(content), size):
        counter.feed(content[start : start + size])
    assert counter.total() == len(rows) + 1


@pytest.mark.parametrize(
    ("content", "records"),
    [(b"", 0), (b"\n\r\n\n", 0), (b"a", 1), (b"a\n", 1), (b"\r", 0), (b"a\r\n\r\nb\r", 2)],
)
def test_blank_lines_are_no_records(content: bytes, records: int) -> None:
    for size in (1, 2, 100):
        counter = RecordCounter()
        for start in range(0, len(content), size):
            counter.feed(content[start : start + size])
        assert counter.total() == records


def test_a_lone_quote_inside_a_field_is_a_sign_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text('id,note,at\n1,5" pipe,x\n2,say "hi",y\n')
    assert read(path) == [("1", '5" pipe', "x", 1), ("2", 'say "hi"', "y", 2)]


def test_an_empty_field_after_the_last_one_is_refused(tmp_path: Path) -> None:
    # what stands before it may have moved by one column
    path = tmp_path / "notes.csv"
    path.write_text("id,note,at\n1,a,x\n2,moved,b,\n")
    with readable(RawFile(TABLE, path, path.name), Source("."), tmp_path) as found:
        rows = duckdb.execute(found.select).fetchall()
        fault = miscounted(found, len(rows))
    assert fault is not None
    assert "notes.csv, line 3: 4 fields where the header has 3" in fault
