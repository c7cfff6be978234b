"""Where the data ends, which columns are there, and which files have moved on."""

import os
from dataclasses import replace
from datetime import date

import pytest

from desk import ACCOUNTS, Desk
from gtm_tower.config import Source
from gtm_tower.errors import SourceError
from gtm_tower.pipeline.load import (
    StaleFile,
    latest_date,
    missing_columns,
    prepare_raw,
    raw_columns,
    stale_files,
)
from gtm_tower.sources.registry import source_table

TODAY = date(2025, 6, 30)


def latest(desk: Desk, today: date = TODAY) -> date | None:
    with desk.warehouse.build() as session:
        prepare_raw(session, desk.config, desk.warehouse.raw_schema)
        return latest_date(session, desk.config, desk.warehouse.raw_schema, today)


def stale(desk: Desk) -> set[tuple[str, str]]:
    with desk.warehouse.build() as session:
        prepare_raw(session, desk.config, desk.warehouse.raw_schema)
        found = stale_files(session, desk.config, desk.warehouse.raw_schema, desk.root)
    assert all(isinstance(one, StaleFile) and one.source == "saas" for one in found)
    return {(one.file, one.reason) for one in found}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2025-01-05", "2025-02-10"], date(2025, 2, 10)),
        (["2025-02-10 23:59:59.999+14:00", "2025-02-09T10:00:00Z"], date(2025, 2, 10)),
        (["2025-06-30", "2025-07-01"], date(2025, 6, 30)),
        (["9999-12-31"], None),
        (["2025-02-29", "2025-02-28"], date(2025, 2, 28)),
        (["2024-02-29", "2024-02-30"], date(2024, 2, 29)),
        (["1900-02-29", "1900-02-28"], date(1900, 2, 28)),
        (["2000-02-29", "2000-02-30"], date(2000, 2, 29)),
        (["2025-04-31", "2025-04-30"], date(2025, 4, 30)),
        (["2025-06-00", "2025-05-31", "2025-05-32"], date(2025, 5, 31)),
        (["2025-13-01", "2025-00-10", "2024-12-31"], date(2024, 12, 31)),
        (["0000-01-01", "0001-01-01"], date(1, 1, 1)),
        (["01/02/2025", "2025/02/03", "20250203", "2025-2-3", " 2025-02-03", "", "soon"], None),
        (["２０２５-01-05", "2025-01-0x", "2025-1", "2025-13"], None),
        (["2025-01", "2024-12-31"], date(2025, 1, 1)),  # a month is its first day
    ],
)
def test_the_latest_date_is_a_calendar_date_not_after_today(
    desk: Desk, texts: list[str], expected: date | None
) -> None:
    rows = "".join(f'a{n},"{text}"\n' for n, text in enumerate(texts))
    desk.put("accounts.csv", f"account_id,created_at\n{rows}")
    desk.load()
    assert latest(desk) == expected


def test_the_latest_date_is_that_of_all_tables_but_only_of_marked_columns(desk: Desk) -> None:
    desk.put("accounts.csv", ACCOUNTS)
    desk.put(
        "subscriptions.csv",
        "subscription_id,account_id,start_date,end_date\ns1,a1,2025-03-01,2025-05-31\n",
    )
    desk.load()
    assert latest(desk) == date(2025, 3, 1)
    assert latest(desk, date(2025, 2, 28)) == date(2025, 2, 10)


def test_a_year_that_lost_its_century_is_read_with_it_where_the_source_is_so_read(
    desk: Desk,
) -> None:
    desk.config = replace(desk.config, sources={"owner": Source("data/saas")})
    columns = source_table("owner", "leads").column_names
    called = columns.index("last_sales_call_date")
    rows = [["l1", *[""] * 18], ["l2", *[""] * 18]]
    rows[0][called], rows[1][called] = "0025-03-01", "2025-02-10 08:00"
    desk.put("leads.csv", "\n".join(",".join(row) for row in [columns, *rows]) + "\n")
    desk.put("expenses_advertising.csv", "month,advertising\nJun-25,5\n0025-04-01,5\n")
    desk.load()
    assert latest(desk) == date(2025, 4, 1)
    assert latest(desk, date(2025, 2, 28)) == date(2025, 2, 10)


def test_no_data_has_no_latest_date(desk: Desk) -> None:
    assert latest(desk) is None


def test_stale_files(desk: Desk) -> None:
    path = desk.put("accounts.csv", ACCOUNTS)
    assert stale(desk) == {("accounts.csv", "not loaded")}
    users = desk.put("users.csv", "user_id,account_id,created_at\nu1,a1,2025-01-05\n")
    desk.load()
    assert stale(desk) == set()
    os.utime(path, (1, 1))
    assert stale(desk) == set()
    path.write_text(ACCOUNTS.replace("a2", "a3"))
    desk.put("payments.csv", "payment_id,amount\n")
    users.unlink()
    assert stale(desk) == {
        ("accounts.csv", "changed"),
        ("users.csv", "gone"),
        ("payments.csv", "not loaded"),
    }
    desk.load()
    assert stale(desk) == set()
    path.unlink()
    path.symlink_to(desk.root / "nowhere")
    assert stale(desk) == {("accounts.csv", "changed")}


def test_stale_files_without_a_folder(desk: Desk) -> None:
    desk.folder.rmdir()
    with pytest.raises(SourceError, match="there is no folder"):
        stale(desk)


def test_columns_that_are_there_and_columns_that_are_missing(desk: Desk) -> None:
    desk.put("accounts/1.csv", "account_id,created_at,x_b\n")
    desk.put("accounts/2.csv", "x_a,account_id,created_at,segment\n")
    desk.load()
    with desk.warehouse.build() as session:
        there = raw_columns(session, desk.config, desk.warehouse.raw_schema)
        missing = missing_columns(session, desk.config, desk.warehouse.raw_schema)
    assert there["saas_accounts"] == [
        *("account_id", "account_name", "segment", "company_size", "region"),
        *("acquisition_channel", "created_at", "status", "x_a", "x_b"),
    ]
    assert there["saas_users"] == ["user_id", "account_id", "email", "role", "created_at"]
    assert missing["saas_accounts"] == [
        *("account_name", "company_size", "region", "acquisition_channel", "status"),
    ]
    assert missing["saas_users"] == there["saas_users"]
    assert set(missing) == set(there)
    assert len(there) == 9
