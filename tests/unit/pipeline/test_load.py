"""Loading raw files: everything as received, nothing twice, one behaviour on every engine."""

import csv
import gzip
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from desk import ACCOUNTS, Desk, csv_text
from gtm_tower.config import Config, Source
from gtm_tower.errors import SourceError
from gtm_tower.pipeline.load import FileProgress, load, prepare_raw, raw_columns

ODD_TEXTS = [
    "plain",
    " leading and trailing ",
    'a "quoted" word',
    "comma, semicolon; tab\t pipe|",
    "line\nbreak",
    "windows\r\nbreak",
    "\\N",
    "\\.",
    "one\n\\.\ntwo",
    "NULL",
    "null",
    "NA",
    "''",
    "back\\slash",
    "Zoë 日本語 🎟",
    "#comment",
    "-- sql; drop table",
    "0012.50",
    "2025-02-30",
    "  ",
    "\u00a0",
    "{{ jinja }} ? %s %",
]


def test_every_field_arrives_as_it_was_written(desk: Desk) -> None:
    desk.put("accounts.csv", csv_text([["account_id", "created_at"], *[[t, t] for t in ODD_TEXTS]]))
    assert desk.statuses() == {"accounts.csv": ("loaded", len(ODD_TEXTS))}
    assert desk.rows("account_id, created_at") == [(text, text) for text in ODD_TEXTS]


def test_each_row_says_where_it_came_from(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load(load_id="load_1")
    assert desk.rows("account_id, _gtm_file, _gtm_row, _gtm_load_id") == [
        ("a1", "accounts.csv", 1, "load_1"),
        ("a2", "accounts.csv", 2, "load_1"),
    ]


def test_an_empty_field_is_null_quoted_or_not(desk: Desk) -> None:
    desk.put("accounts.csv", 'account_id,segment,created_at\n,"",2025-01-01\na2,,\n')
    desk.load()
    assert desk.rows("account_id, segment, created_at") == [
        (None, None, "2025-01-01"),
        ("a2", None, None),
    ]


def test_columns_are_matched_by_name_and_the_others_kept(desk: Desk) -> None:
    header = "\ufeff Created_AT ,ACCOUNT_ID,x_Tier,Größe (cm),,2nd name,Revenue ($),Revenue (%)"
    desk.put("accounts.csv", f"{header}\n2025-01-05,a1,gold,7,loose,Bo,10,20\n")
    table = desk.load().tables[0]
    named = ("column_2nd_name", "column_5", "groe_cm")
    assert table.extra == (*named, "revenue", "revenue_8", "x_tier")
    assert table.missing == (
        *("account_name", "segment", "company_size", "region", "acquisition_channel", "status"),
    )
    assert desk.rows("account_id, created_at, x_tier, column_5, revenue, revenue_8") == [
        ("a1", "2025-01-05", "gold", "loose", "10", "20")
    ]


def test_unchanged_changed_and_removed_files(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.put("users/one.csv", "user_id,account_id,created_at\nu1,a1,2025-01-06\n")
    two = desk.put("users/two.csv", "user_id,account_id,created_at\nu2,a1,2025-01-07\n")
    assert desk.statuses() == {
        "accounts.csv": ("loaded", 2),
        "users/one.csv": ("loaded", 1),
        "users/two.csv": ("loaded", 1),
    }
    before = desk.rows("*", "users")
    os.utime(two, (1, 1))
    assert {status for status, _ in desk.statuses().values()} == {"unchanged"}
    assert desk.rows("*", "users") == before

    desk.put("accounts.csv", "account_id,created_at\na3,2025-03-01\n")
    two.unlink()
    result = desk.load()
    assert {file.file: (file.status, file.rows) for file in result.files} == {
        "accounts.csv": ("replaced", 1),
        "users/one.csv": ("unchanged", 1),
        "users/two.csv": ("removed", 0),
    }
    assert result.warnings == ("saas: users/two.csv is gone, its rows were removed",)
    assert desk.rows("account_id") == [("a3",)]
    assert desk.rows("user_id, _gtm_file, _gtm_row", "users") == [("u1", "users/one.csv", 1)]
    assert desk.load().warnings == ()


def test_other_options_read_the_file_again(desk: Desk) -> None:
    desk.put("accounts.csv", "account_id,created_at,segment\na1,2025-01-05,caf\u00e9\n".encode())
    desk.load()
    assert desk.reading(encoding="latin-1").statuses() == {"accounts.csv": ("replaced", 1)}
    assert desk.rows("segment") == [("cafÃ©",)]


def test_a_new_column_widens_the_table_and_a_lost_one_is_forgotten(desk: Desk) -> None:
    desk.put("accounts/1.csv", "account_id,created_at,x_a\na1,2025-01-05,1\n")
    desk.load()
    desk.put("accounts/2.csv", "account_id,created_at,x_b\na2,2025-01-05,2\n")
    desk.load()
    assert desk.rows("account_id, x_a, x_b") == [("a1", "1", None), ("a2", None, "2")]
    desk.put("accounts/1.csv", "account_id,created_at\na1,2025-01-05\n")
    assert desk.load().tables[0].extra == ("x_b",)
    with desk.warehouse.build() as session:
        columns = raw_columns(session, desk.config, desk.warehouse.raw_schema)["saas_accounts"]
    assert columns[-2:] == ["status", "x_b"]


def test_tables_without_a_file_are_there_and_empty(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    absent = {table.table for table in desk.load().tables if table.is_absent}
    assert len(absent) == 8
    assert desk.rows("user_id, email, _gtm_row", "users") == []


def test_a_table_that_was_dropped_is_loaded_again(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load()
    with desk.warehouse.build() as session:
        session.execute(f"drop table {desk.warehouse.raw_schema}.saas_accounts")
        prepare_raw(session, desk.config, desk.warehouse.raw_schema)
    assert desk.rows("*") == []
    assert desk.statuses() == {"accounts.csv": ("loaded", 2)}


LAYOUTS = {
    "crlf": ACCOUNTS.replace("\n", "\r\n").encode(),
    "cr": ACCOUNTS.replace("\n", "\r").encode(),
    "bom": b"\xef\xbb\xbf" + ACCOUNTS.encode(),
    "bom_crlf": b"\xef\xbb\xbf" + ACCOUNTS.replace("\n", "\r\n").encode(),
    "no_last_line_end": ACCOUNTS.rstrip().encode(),
    "blank_lines": ("\n\n" + ACCOUNTS.replace("\n", "\n\n")).encode(),
    "blank_lines_crlf": ("\r\n" + ACCOUNTS.replace("\n", "\r\n\r\n")).encode(),
    "bom_blank_line": b"\xef\xbb\xbf\n" + ACCOUNTS.encode(),
    "semicolon": ACCOUNTS.replace(",", ";").encode(),
    "tab": ACCOUNTS.replace(",", "\t").encode(),
    "pipe": ACCOUNTS.replace(",", "|").encode(),
    "quoted": b'"account_id","created_at"\n"a1","2025-01-05"\n"a2","2025-02-10"\n',
    "spaces_before_quotes": b'"account_id", "created_at"\n"a1", "2025-01-05"\na2,2025-02-10\n',
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_rows(desk: Desk, layout: str) -> None:
    desk.put("accounts.csv", LAYOUTS[layout])
    desk.load()
    assert desk.rows("account_id, created_at, _gtm_row") == [
        ("a1", "2025-01-05", 1),
        ("a2", "2025-02-10", 2),
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("ACCOUNTS.CSV", "accounts.csv.gz", "accounts.tsv", "Accounts.TSV.GZ"),
        *("Accounts/part 'one'.csv", "accounts/a[1]*.csv"),
    ],
)
def test_every_form_of_file(desk: Desk, name: str) -> None:
    text = ACCOUNTS.replace(",", "\t") if ".tsv" in name.lower() else ACCOUNTS
    desk.put(name, gzip.compress(text.encode()) if name.lower().endswith(".gz") else text)
    assert desk.statuses() == {name: ("loaded", 2)}
    assert desk.rows("account_id, _gtm_file") == [("a1", name), ("a2", name)]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-be", "cp1252", "UTF8"])
@pytest.mark.parametrize("name", ["accounts.csv", "accounts.csv.gz"])
def test_every_encoding(desk: Desk, encoding: str, name: str) -> None:
    content = 'account_id,created_at,segment\r\na1,2025-01-05,"Zoë\nö"\r\n'.encode(encoding)
    desk.put(name, gzip.compress(content) if name.endswith(".gz") else content)
    desk.reading(encoding=encoding).load()
    assert desk.rows("account_id, segment, _gtm_row") == [("a1", "Zoë\nö", 1)]
    assert list((desk.root / ".gtm" / "tmp").iterdir()) == []


def test_a_delimiter_can_be_given(desk: Desk) -> None:
    desk.put("accounts.csv", "account_id^created_at\na1^2025,01\n")
    desk.reading(delimiter="^").load()
    assert desk.rows("account_id, created_at") == [("a1", "2025,01")]


def test_the_delimiter_is_the_one_that_yields_the_columns(desk: Desk) -> None:
    # more commas than semicolons, but the columns are between the semicolons
    header = "account_id;created_at;x_a,x_b,x_c,x_d"
    desk.put("accounts.csv", f"{header}\na1;2025-01-05;1,2,3,4\n")
    desk.load()
    assert desk.rows("account_id, created_at, x_a_x_b_x_c_x_d") == [("a1", "2025-01-05", "1,2,3,4")]


def test_parquet_columns_become_text(desk: Desk) -> None:
    duckdb.execute(
        "copy (select 7 as account_id, timestamp '2025-01-05 10:00:00' as Created_At,"
        " 1.50 as x_amount, '' as segment, true as x_flag, null as status, 'NULL' as region"
        " union all select 8, null, 2.25, ' b ', false, 'on', '\\N')"
        f" to '{desk.folder / 'accounts.parquet'}' (format parquet)"
    )
    assert desk.statuses() == {"accounts.parquet": ("loaded", 2)}
    assert desk.rows("account_id, created_at, x_amount, segment, x_flag, status, region") == [
        ("7", "2025-01-05 10:00:00", "1.50", None, "true", None, "NULL"),
        ("8", None, "2.25", " b ", "false", "on", "\\N"),
    ]
    assert desk.rows("_gtm_row") == [(1,), (2,)]


def test_a_header_alone_is_a_table_without_rows(desk: Desk) -> None:
    desk.put("accounts.csv", "account_id,created_at")
    assert desk.statuses() == {"accounts.csv": ("loaded", 0)}
    assert not desk.load().tables[0].is_absent


def test_files_that_belong_nowhere_are_named(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.put("acounts.csv", ACCOUNTS)
    desk.put("users.xlsx", "?")
    desk.put("invoices/notes.txt", "?")
    desk.put(".hidden", "?")
    warnings = desk.load().warnings
    assert [warning.split(" is not loaded")[0] for warning in warnings] == [
        str(desk.folder / "acounts.csv"),
        str(desk.folder / "users.xlsx"),
        str(desk.folder / "invoices" / "notes.txt"),
    ]
    assert "Did you mean 'accounts'?" in warnings[0]
    assert ".parquet" in warnings[1]


def test_progress_tells_bytes_and_rows(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.put("users.csv", "user_id\nu1\n")
    told: list[FileProgress] = []
    with pytest.raises(SourceError):
        desk.load(progress=told.append)
    assert [(one.file, one.status, one.rows, one.done, one.total) for one in told] == [
        ("accounts.csv", "reading", 0, 0, 61),
        ("accounts.csv", "loaded", 2, 50, 61),
        ("users.csv", "reading", 0, 50, 61),
        ("users.csv", "failed", 0, 61, 61),
    ]


def test_a_large_file_with_quoted_line_breaks_keeps_its_order(desk: Desk) -> None:
    texts = [
        f'text {n} "{"x" * (n % 297)}",\n' + ("\r\n" if n % 3 else "") + f'"{n}"\n\n'
        for n in range(1, 250_001)
    ]
    rows = [[f"a{n}", texts[n - 1] if n % 5 else "", "2025-01-05"] for n in range(1, 250_001)]
    content = csv_text([["account_id", "segment", "created_at"], *rows])
    assert len(content) > 32_000_000  # more than a buffer of DuckDB's parallel reader
    desk.put("accounts.csv", content)
    assert desk.statuses() == {"accounts.csv": ("loaded", 250_000)}
    expected = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert desk.rows("account_id, segment, created_at, _gtm_row") == [
        (account, segment or None, created, number)
        for number, (account, segment, created) in enumerate(expected, start=1)
    ]


def test_lines_in_a_quoted_text_that_look_like_records_are_no_records(desk: Desk) -> None:
    # read in parallel, DuckDB 2.0 starts at such a line and takes it for a record
    lines = "\n".join(f"a{line},b{line},2025-01-05" for line in range(2_500))
    rows = [[f"r{n}", f"{n}\n{lines}", "2025-01-05"] for n in range(1, 801)]
    content = csv_text([["account_id", "segment", "created_at"], *rows])
    assert len(content) > 40_000_000
    desk.put("accounts.csv", content)
    assert desk.statuses() == {"accounts.csv": ("loaded", 800)}
    assert desk.rows("account_id, length(segment), _gtm_row") == [
        (account, len(segment), number)
        for number, (account, segment, _) in enumerate(rows, start=1)
    ]


KILLED = """
import os, signal, sys
from pathlib import Path
from gtm_tower.config import load_config
from gtm_tower.pipeline import _raw
from gtm_tower.pipeline.load import load
from gtm_tower.warehouse import open_warehouse

root = Path(sys.argv[1])
record = _raw.record
def deadly(*args):
    if sys.argv[2] == "after":
        record(*args)
    os.kill(os.getpid(), signal.SIGKILL)
_raw.record = deadly
config = load_config(root / "gtm.yml")
load(config, root, open_warehouse(config, root))
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_kill_9_in_the_middle_leaves_the_old_rows(desk: Desk, when: str) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load()
    before = desk.rows("*")
    desk.put("accounts.csv", "account_id,created_at,x_new\na3,2025-03-01,1\n")
    settings = desk.config.warehouse
    (desk.root / "gtm.yml").write_text(
        "sources: {saas: {path: data/saas}}\n"
        f"warehouse: {{engine: {settings.engine}, url: '{settings.url}'}}\n"
    )
    command = [sys.executable, "-c", KILLED, str(desk.root), when]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    columns = "account_id, created_at, _gtm_file, _gtm_row, _gtm_load_id"
    assert desk.rows(columns) == [(row[0], row[6], *row[8:11]) for row in before]
    assert desk.statuses() == {"accounts.csv": ("replaced", 1)}
    assert desk.rows("account_id, x_new") == [("a3", "1")]


def test_the_folder_of_a_source_may_be_anywhere(desk: Desk, tmp_path: Path) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    moved = tmp_path / "elsewhere"
    desk.folder.rename(moved)
    config = Config({"saas": Source(str(moved))}, desk.config.warehouse)
    files = load(config, desk.root, desk.warehouse).files
    assert [(file.file, file.rows) for file in files] == [("accounts.csv", 2)]
