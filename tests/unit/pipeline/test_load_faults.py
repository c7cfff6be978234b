"""Files that cannot be taken: each named with its line, and the others loaded all the same."""

import gzip
import re
from pathlib import Path

import duckdb
import pytest

from desk import ACCOUNTS, Desk
from gtm_tower.errors import ConfigError, SourceError
from gtm_tower.pipeline.load import LoadError
from gtm_tower.sources.files import sha256

HEAD = "account_id,created_at\n"
MANY = "".join(f'a{n},"2025-01-05\n"\n' for n in range(50_000))

# content, and the pieces that the message must have
FAULTS: dict[str, tuple[bytes, list[str]]] = {
    "empty_file": (b"", ["accounts.csv: the file is empty"]),
    "only_blank_lines": (b"\n\n\r\n", ["has no header"]),
    "required_column_missing": (
        b"account_id,created_on\na1,2025-01-05\n",
        ["'created_at' is missing", "Did you mean 'created_on'?", "account_id, created_on"],
    ),
    "undetectable_delimiter": (
        b"account_id/created_at\na1/2025\n",
        ["line 1", "the header is one column, 'account_id/created_at'", "`delimiter`"],
    ),
    "duplicate_header": (
        b"account_id,created_at,Account_ID\n1,2,3\n",
        ["has 'Account_ID' twice, as columns 1 and 3"],
    ),
    "two_titles_of_one_column": (
        b"account_id,created_at,Account ID\n1,2,3\n",
        ["'account_id' and 'Account ID' both mean account_id"],
    ),
    "field_too_many": (
        (HEAD + "a1,2025-01-05\na2,2025,01\n").encode(),
        ["accounts.csv, line 3: 3 fields where the header has 2: 'a2, 2025, 01'"],
    ),
    "field_too_few": (
        (HEAD + "a1,2025-01-05\n\na2\n").encode(),
        ["accounts.csv, line 4: 1 field where the header has 2: 'a2'"],
    ),
    "field_too_few_far_below": (
        (HEAD + MANY + "a2\n").encode(),
        ["accounts.csv, line 100002: 1 field where"],
    ),
    "quote_never_closed": (
        (HEAD + 'a1,2025-01-05\na2,"2025\na3,2025\n').encode(),
        ["accounts.csv, line 3: a double quote is opened and never closed"],
    ),
    "quote_never_closed_in_a_long_file": (
        (HEAD + 'a1,"2025\n' + "a2,2025\n" * 100_000).encode(),
        ["accounts.csv, line 2: a double quote is opened and never closed"],
    ),
    "last_record_opens_with_a_quote": (
        (HEAD + 'a1,2025-01-05\n"a2,2025\n').encode(),
        ["accounts.csv, line 3: a double quote is opened and never closed"],
    ),
    "half_of_the_file_in_an_open_quote": (
        (HEAD + 'a1,2025-01-05\n"a2,2025\n' + "a3,2025\n" * 1000).encode(),
        ["accounts.csv, line 3: a double quote is opened and never closed"],
    ),
    "record_too_long": (
        (HEAD + 'a1,"' + "x" * 3_000_000 + '"\n').encode(),
        ["record 2: Maximum line size of 2000000 bytes exceeded"],
    ),
    "text_after_a_quote": (
        (HEAD + 'a1,"big" deal\n').encode(),
        ["accounts.csv, line 2: text follows a closing double quote"],
    ),
    "quote_open_in_the_header": (b'account_id,"created_at\na1,2\n', ["line 1"]),
    "latin_1_bytes": (
        (HEAD + "a1,caf").encode() + b"\xe9\n",
        ["accounts.csv, line 2: the bytes e9", "utf-8", "`encoding: latin-1`"],
    ),
    "latin_1_bytes_far_below": (
        (HEAD + MANY + "a1,caf").encode() + b"\xe9\n",
        ["accounts.csv, line 100002: the bytes e9"],
    ),
    "cut_inside_a_letter": ((HEAD + "a1,caf").encode() + b"\xc3", ["line 2: the bytes c3"]),
    "utf_16": (
        (HEAD + "a1,2025\n").encode("utf-16"),
        ["accounts.csv, line 1", "`encoding: utf-16`"],
    ),
    "utf_16_without_a_mark": (
        (HEAD + "a1,2025\n").encode("utf-16-le"),
        ["accounts.csv, line 1: the text has a NUL byte", "`encoding: utf-16`"],
    ),
    "nul_byte": ((HEAD + "a1,2\0\n").encode(), ["accounts.csv, line 2: the text has a NUL"]),
    "mixed_line_ends": (
        b"account_id,created_at\r\na1,2025\r\na2,2025\na3,2025\r\n",
        [r"accounts.csv, line 3: the line ends with '\n', the lines before with '\r\n'"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_explained_and_the_others_are_loaded(desk: Desk, fault: str) -> None:
    content, pieces = FAULTS[fault]
    path = desk.put("accounts.csv", content)
    desk.put("users.csv", "user_id,account_id,created_at\nu1,a1,2025-01-05\n")
    with pytest.raises(LoadError) as refused:
        desk.load()
    message = str(refused.value)
    assert str(path) in message
    assert "\n" not in message
    for piece in pieces:
        assert piece in message
    assert desk.rows("*") == []
    assert desk.rows("user_id", "users") == [("u1",)]
    assert [file.file for file in refused.value.result.files] == ["users.csv"]


def test_the_rows_before_stay_when_a_new_file_is_at_fault(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load()
    before = desk.rows("*")
    for content, _ in FAULTS.values():
        desk.put("accounts.csv", content)
        with pytest.raises(LoadError):
            desk.load()
        assert desk.rows("*") == before
    desk.put("accounts.csv", ACCOUNTS)
    assert desk.statuses() == {"accounts.csv": ("unchanged", 2)}


def test_all_faults_are_told_at_once(desk: Desk) -> None:
    desk.put("accounts.csv", "")
    desk.put("users.csv", "user_id\nu1\n")
    desk.put("invoices.csv", "a\n")
    desk.put("invoices.parquet", "a\n")
    desk.put("payments.csv", "payment_id,amount\np1,5\n")
    with pytest.raises(LoadError) as refused:
        desk.load()
    lines = str(refused.value).splitlines()
    assert len(lines) == 3
    assert "more than one form: invoices.csv and invoices.parquet" in lines[0]
    assert "accounts.csv: the file is empty" in lines[1]
    assert "'account_id' is missing. 'created_at' is missing." in lines[2]
    assert desk.rows("payment_id", "payments") == [("p1",)]


AMBIGUOUS = [
    ("accounts.csv", "accounts.parquet"),
    ("accounts.csv", "accounts.csv.gz"),
    ("ACCOUNTS.csv", "accounts.csv"),
    ("accounts.csv", "accounts/1.csv"),
    ("accounts/1.csv", "accounts/2.parquet"),
]


@pytest.mark.parametrize("names", AMBIGUOUS)
def test_a_table_in_two_forms_is_not_guessed(desk: Desk, names: tuple[str, str]) -> None:
    for name in names:
        desk.put(name, ACCOUNTS)
    with pytest.raises(LoadError, match="Keep one of them") as refused:
        desk.load()
    for name in names:
        assert name.removesuffix("/1.csv") in str(refused.value)


def test_rows_of_an_ambiguous_table_stay(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load()
    desk.put("accounts.tsv", ACCOUNTS)
    with pytest.raises(LoadError):
        desk.load()
    assert desk.rows("account_id") == [("a1",), ("a2",)]


def test_a_missing_folder_says_what_is_expected_and_where(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.load()
    desk.folder.rename(desk.root / "away")
    with pytest.raises(LoadError, match="there is no folder") as refused:
        desk.load()
    assert str(desk.folder) in str(refused.value)
    assert "accounts.csv, users.csv" in str(refused.value)
    assert desk.rows("account_id") == [("a1",), ("a2",)]


def test_a_folder_without_raw_files_says_the_same(desk: Desk) -> None:
    desk.put("notes.txt", "?")
    with pytest.raises(SourceError, match="has no raw file. Expected there: accounts.csv"):
        desk.load()


def test_a_wrong_delimiter_is_told_with_the_right_one(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS.replace(",", ";"))
    with pytest.raises(SourceError, match="',' of gtm.yml does not occur.* by semicolon"):
        desk.reading(delimiter=",").load()


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_an_impossible_delimiter_is_a_configuration_error(desk: Desk, delimiter: str) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    with pytest.raises(ConfigError, match="Legal: auto, comma, semicolon, tab, pipe"):
        desk.reading(delimiter=delimiter).load()


def test_an_unknown_encoding_is_a_configuration_error(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    with pytest.raises(ConfigError, match="'klingon'.*Legal: utf-8, latin-1"):
        desk.reading(encoding="klingon").load()


def test_a_wrong_encoding_has_its_line(desk: Desk) -> None:
    desk.put("accounts.csv", (HEAD + "a1,").encode() + b"\x81\n")
    with pytest.raises(SourceError, match="line 2: the bytes 81 0a are no cp1252 text"):
        desk.reading(encoding="cp1252").load()


@pytest.mark.parametrize("damage", ["no_gz", "cut"])
def test_a_broken_gz_file(desk: Desk, damage: str) -> None:
    desk.put("accounts.csv.gz", b"?" if damage == "no_gz" else gzip.compress(HEAD.encode())[:-9])
    with pytest.raises(SourceError, match="not a complete gz file"):
        desk.load()


def parquet(path: Path) -> bytes:
    duckdb.execute(
        "copy (select 'a' || hash(i) as account_id, '2025-01-05' as created_at"
        f" from range(200000) as numbers (i)) to '{path}' (format parquet)"
    )
    return path.read_bytes()


@pytest.mark.parametrize("damage", ["no_parquet", "cut", "empty", "inside"])
def test_a_broken_parquet_file(desk: Desk, damage: str, tmp_path: Path) -> None:
    sound = parquet(tmp_path / "sound.parquet")
    middle = len(sound) // 2
    desk.put(
        "accounts.parquet",
        {
            "no_parquet": b"PAR1 nothing",
            "cut": sound[:-100],
            "empty": b"",
            "inside": sound[: middle - 500] + b"\xff" * 1000 + sound[middle + 500 :],
        }[damage],
    )
    with pytest.raises(LoadError, match=re.escape(str(desk.folder / "accounts.parquet"))):
        desk.load()
    assert desk.rows("*") == []


def test_an_unreadable_file(desk: Desk) -> None:
    desk.put("users.csv", "user_id,account_id,created_at\nu1,a1,2025-01-05\n")
    (desk.folder / "accounts.csv").symlink_to(desk.root / "nowhere.csv")
    with pytest.raises(LoadError, match=r"accounts\.csv"):
        desk.load()


def test_a_file_that_is_written_while_it_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.put("accounts.csv", ACCOUNTS)

    def hashed_then_written(file: Path) -> str:
        digest = sha256(file)
        path.write_text(ACCOUNTS + "a3,2025-03-01\n")
        return digest

    monkeypatch.setattr("gtm_tower.pipeline.load.sha256", hashed_then_written)
    with pytest.raises(LoadError, match="was written while it was read"):
        desk.load()
    assert desk.rows("*") == []
