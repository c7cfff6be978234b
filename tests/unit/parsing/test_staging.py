"""The staging models of all templates but saas on dirty rows, and the repairs that are counted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from gtm_tower.config import Config, Source
from gtm_tower.pipeline.project import Feed, find_feeds
from gtm_tower.sources.registry import SourceTable, source_tables
from gtm_tower.workspace import DBT_PACKAGE
from parsing import shop_rows
from support.macros import compile_models

SOURCES = ("owner", "olist", "jaffle", "lottery")
MODELS = DBT_PACKAGE / "models"
KINDS = {"text", "money", "minor units", "moment", "named month", "list", "boolean", "count"}
# the kinds that problem_in knows by names of their own
REFUSING = {"loose moment": "moment", "named month": "named month", "written money": "money"}
NBSP = "\u00a0"

Raw = dict[str, list[dict[str, str]]]

RAW: Raw = shop_rows.RAW | {
    "owner_leads": [
        {
            "lead_id": " L1\t",
            "form_submission_date": "0024-03-21",
            "sales_call_count": "3.0",
            "sales_text_count": "0.0",
            "sales_email_count": "a few",
            "first_sales_call_date": "2024-03-21 14:05:00",
            "first_text_sent_date": "NaT",
            "last_sales_call_date": "0024-03-25 09:30:00.000",
            "last_sales_activity_date": "13/45/2024",
            "predicted_sales_with_owner": f"US$\t55{NBSP}779,40",
            "marketplaces_used": "['Doordash', 'Grubhub']",
            "online_ordering_used": "['']",
            "cuisine_types": "[\"Wendy's\", 'Fish, Chips']",
            "location_count": "2.5",
            "connected_with_decision_maker": "True",
            "status": "Incorrect_Contact_Data",
            "converted_opportunity_id": "O1",
        },
        {
            "lead_id": "L2",
            "form_submission_date": "nan",
            "sales_call_count": "",
            "first_sales_call_date": "2024-02-29T10:00:00Z",
            "last_sales_email_date": "2024-03-01",
            "predicted_sales_with_owner": "12,x",
            "marketplaces_used": "nan",
            "online_ordering_used": "['Toast'",
            "cuisine_types": "[]",
            "connected_with_decision_maker": "unclear",
            "status": "Select",
            "converted_opportunity_id": "nan",
        },
        {"lead_id": "L3", "form_submission_date": "2024-02-30"},
        {"lead_id": "None", "first_text_sent_date": "2024-01-05 08:00"},
    ],
    "owner_opportunities": [
        {
            "opportunity_id": "O1",
            "stage_name": "Closed_Won",
            "lost_reason_c": "N/A",
            "closed_lost_notes_c": 'said "no",\nthen yes',
            "business_issue_c": " Delivery fees ",
            "how_did_you_hear_about_us_c": "#N/A",
            "created_date": "0024-03-22 10:00:00.000",
            "demo_held": "True",
            "demo_set_date": "2024-03-23",
            "demo_time": "",
            "close_date": "0024-04-02",
            "last_sales_call_date_time": "soon",
            "account_id": "A1",
        },
        {
            "opportunity_id": "O2",
            "stage_name": "Closed  Lost",
            "created_date": "2024-03-22",
            "demo_held": "maybe",
            "close_date": "soon",
        },
    ],
    "owner_expenses_advertising": [
        {"month": "Jan-24", "advertising": f"US$\t1{NBSP}234,50"},
        {"month": "nan", "advertising": "(120.00)"},
        {"month": "Foo-24", "advertising": "R$ 5"},
        {"month": "2024-02", "advertising": "abc"},
    ],
    "owner_expenses_salary_and_commissions": [
        {"month": "Jan-24", "outbound_sales_team": "$2,000", "inbound_sales_team": "12,x"},
    ],
    "olist_mql": [
        {
            "mql_id": "m1",
            "first_contact_date": "2018-02-01",
            "landing_page_id": "p1",
            "origin": "unknown",
        },
        {"mql_id": "m2", "first_contact_date": "0018-02-02", "landing_page_id": "p1", "origin": ""},
        {"mql_id": "m3", "first_contact_date": "Feb 3", "landing_page_id": "-", "origin": "social"},
    ],
    "olist_closed_deals": [
        {
            "mql_id": "m1",
            "seller_id": "s1",
            "sdr_id": "d1",
            "sr_id": "r1",
            "won_date": "2018-02-26 19:58:54",
            "business_segment": "pet",
            "lead_type": "online_medium",
            "lead_behaviour_profile": "select",
            "has_company": "unclear",
            "has_gtin": "",
            "business_type": "reseller",
            "declared_product_catalog_size": "100.0",
            "declared_monthly_revenue": "50000.0",
        },
        {
            "mql_id": "m9",
            "won_date": "2018-03-01",
            "declared_product_catalog_size": "x3",
            "declared_monthly_revenue": "12,x",
        },
    ],
}

EXPECTED: dict[str, list[dict[str, Any]]] = shop_rows.EXPECTED | {
    "stg_owner__leads": [
        {
            "lead_id": "L1",
            "opportunity_id": "O1",
            "channel": "inbound",
            "status": "incorrect contact data",
            "cuisines": "Wendy's|Fish, Chips",
            "marketplaces": "Doordash|Grubhub",
            "ordering_tools": "",
            "predicted_monthly_sales": Decimal("55779.40"),
            "call_count": 3,
            "text_count": 0,
            "is_decision_maker_reached": True,
            "form_submitted_at": datetime(2024, 3, 21),
            "first_call_at": datetime(2024, 3, 21, 14, 5),
            "last_call_at": datetime(2024, 3, 25, 9, 30),
            "created_at": datetime(2024, 3, 21),
            "last_activity_at": datetime(2024, 3, 25, 9, 30),
        },
        {
            "lead_id": "L2",
            "channel": "outbound",
            "cuisines": "",
            "first_call_at": datetime(2024, 2, 29, 10),
            "last_email_at": datetime(2024, 3, 1),
            "created_at": datetime(2024, 2, 29, 10),
            "last_activity_at": datetime(2024, 3, 1),
        },
        {
            "lead_id": "L3",
            "channel": "inbound",
            "problem": "not_a_date: form_submission_date '2024-02-30'",
        },
        {
            "channel": "outbound",
            "first_text_at": datetime(2024, 1, 5, 8),
            "created_at": datetime(2024, 1, 5, 8),
        },
    ],
    "stg_owner__opportunities": [
        {
            "opportunity_id": "O1",
            "account_id": "A1",
            "stage": "closed won",
            "lost_notes": 'said "no",\nthen yes',
            "business_issue": "Delivery fees",
            "is_demo_held": True,
            "demo_set_at": datetime(2024, 3, 23),
            "created_at": datetime(2024, 3, 22, 10),
            "closed_at": datetime(2024, 4, 2),
        },
        {
            "opportunity_id": "O2",
            "stage": "closed lost",
            "created_at": datetime(2024, 3, 22),
            "problem": "not_a_date: close_date 'soon'",
        },
    ],
    "stg_owner__expenses_ads": [
        {
            "spent_at": datetime(2024, 1, 1),
            "channel": "inbound",
            "currency": "USD",
            "amount": Decimal("1234.50"),
        },
        {"channel": "inbound", "amount": Decimal("-120.00")},
        {
            "channel": "inbound",
            "currency": "BRL",
            "amount": Decimal("5.00"),
            "problem": "not_a_date: month 'Foo-24'",
        },
        {
            "spent_at": datetime(2024, 2, 1),
            "channel": "inbound",
            "currency": "ABC",
            "problem": "not_a_number: advertising 'abc'",
        },
    ],
    "stg_owner__expenses_salary": [
        {
            "spent_at": datetime(2024, 1, 1),
            "channel": "inbound",
            "cost_type": "salaries and commissions",
            "currency": "X",
            "problem": "not_a_number: inbound_sales_team '12,x'",
        },
        {
            "spent_at": datetime(2024, 1, 1),
            "channel": "outbound",
            "cost_type": "salaries and commissions",
            "amount": Decimal("2000.00"),
        },
    ],
    "stg_olist__mql": [
        {
            "lead_id": "m1",
            "origin": "unknown",
            "landing_page": "p1",
            "created_at": datetime(2018, 2, 1),
        },
        {"lead_id": "m2", "landing_page": "p1", "created_at": datetime(2018, 2, 2)},
        {
            "lead_id": "m3",
            "origin": "social",
            "problem": "not_a_date: first_contact_date 'Feb 3'",
        },
    ],
    "stg_olist__closed_deals": [
        {
            "opportunity_id": "m1",
            "lead_id": "m1",
            "account_id": "s1",
            "owner_id": "r1",
            "sdr_id": "d1",
            "stage": "won",
            "segment": "pet",
            "lead_type": "online_medium",
            "business_type": "reseller",
            "amount": Decimal("50000.00"),
            "catalog_size": 100,
            "closed_at": datetime(2018, 2, 26, 19, 58, 54),
        },
        {
            "opportunity_id": "m9",
            "lead_id": "m9",
            "stage": "won",
            "closed_at": datetime(2018, 3, 1),
            "problem": "not_a_number: declared_monthly_revenue '12,x'",
        },
    ],
}

REPAIRS = shop_rows.REPAIRS | {
    ("leads", "form_submission_date", "century"): 1,
    ("leads", "form_submission_date", "placeholder"): 1,
    ("leads", "sales_email_count", "unreadable"): 1,
    ("leads", "first_text_sent_date", "placeholder"): 1,
    ("leads", "last_sales_call_date", "century"): 1,
    ("leads", "last_sales_activity_date", "unreadable"): 1,
    ("leads", "predicted_sales_with_owner", "unreadable"): 1,
    ("leads", "marketplaces_used", "placeholder"): 1,
    ("leads", "online_ordering_used", "unreadable"): 1,
    ("leads", "location_count", "unreadable"): 1,
    ("leads", "connected_with_decision_maker", "unreadable"): 1,
    ("leads", "status", "placeholder"): 1,
    ("leads", "converted_opportunity_id", "placeholder"): 1,
    ("leads", "lead_id", "placeholder"): 1,
    ("opportunities", "lost_reason_c", "placeholder"): 1,
    ("opportunities", "how_did_you_hear_about_us_c", "placeholder"): 1,
    ("opportunities", "created_date", "century"): 1,
    ("opportunities", "close_date", "century"): 1,
    ("opportunities", "last_sales_call_date_time", "unreadable"): 1,
    ("opportunities", "demo_held", "unreadable"): 1,
    ("expenses_advertising", "month", "placeholder"): 1,
    ("mql", "first_contact_date", "century"): 1,
    ("mql", "landing_page_id", "placeholder"): 1,
    ("closed_deals", "lead_behaviour_profile", "placeholder"): 1,
    ("closed_deals", "has_company", "unreadable"): 1,
    ("closed_deals", "declared_product_catalog_size", "unreadable"): 1,
}

PROVENANCE = {"source_name", "table_name", "_gtm_file", "_gtm_row"}


@pytest.fixture(scope="module")
def staged() -> Iterator[duckdb.DuckDBPyConnection]:
    """The models as views over the dirty rows, on DuckDB."""
    connection = duckdb.connect(":memory:")
    connection.execute("set TimeZone = 'UTC'")
    config = Config({name: Source(name) for name in SOURCES})
    _load(connection, [table for name in SOURCES for table in source_tables(name)])
    parts = [*(f"models/staging/{name}" for name in SOURCES), "models/marts/meta/meta__repairs.sql"]
    for name, sql in compile_models("duckdb", parts, config).items():
        connection.execute(f"create view {name} as {sql}")
    yield connection
    connection.close()


@pytest.mark.parametrize("model", EXPECTED)
def test_dirty_rows_are_staged(staged: duckdb.DuckDBPyConnection, model: str) -> None:
    names = [row[0] for row in staged.execute(f"describe {model}").fetchall()]
    rows = staged.execute(f"select * from {model}").fetchall()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    found.sort(key=lambda row: (row["_gtm_row"], row.get("channel")))
    assert [_known(row) for row in found] == EXPECTED[model]


def test_repairs_are_counted(staged: duckdb.DuckDBPyConnection) -> None:
    rows = staged.execute(
        "select table_name, column_name, repair, row_count, source_name from meta__repairs"
    ).fetchall()
    assert {row[:3]: row[3] for row in rows} == REPAIRS
    assert {row[4] for row in rows} == set(SOURCES)


def test_without_kinds_there_are_no_repairs() -> None:
    parts = ["models/staging/saas", "models/marts/meta/meta__repairs.sql"]
    compiled = compile_models("duckdb", parts, Config({"saas": Source("saas")}))
    with duckdb.connect() as connection:
        assert connection.execute(compiled["meta__repairs"]).fetchall() == []


@pytest.mark.parametrize("feed", [f for feeds in find_feeds(SOURCES).values() for f in feeds])
def test_a_staging_model_has_or_lacks_every_column_of_its_input(
    staged: duckdb.DuckDBPyConnection, feed: Feed
) -> None:
    (name,) = (name for name, feeds in find_feeds(SOURCES).items() if feed in feeds)
    declared = (MODELS / "inputs" / f"received__{name}.sql").read_text().partition("%}")[0]
    wanted = set(re.findall(r"'(\w+)': '\w+'", declared))
    described = staged.execute(f"describe {feed.model}").fetchall()
    columns = {row[0] for row in described}
    assert wanted - columns == set(feed.lacks)
    assert PROVENANCE | {"problem"} <= columns


@pytest.mark.parametrize("table", [t for name in SOURCES for t in source_tables(name)])
def test_the_columns_that_refuse_a_row_are_those_with_a_problem(table: SourceTable) -> None:
    feeds = [feed for some in find_feeds([table.source]).values() for feed in some]
    (model,) = (feed.model for feed in feeds if feed.table == table.name)
    sql = (MODELS / "staging" / table.source / f"{model}.sql").read_text()
    named = [
        pair
        for problems in re.findall(r"problem_in\(\s*\{(.*?)\}", sql, re.DOTALL)
        for pair in re.findall(r"'(\w+)': '([\w ]+)'", problems)
    ]
    problems = {column: REFUSING.get(kind, kind) for column, kind in named}
    assert {c.name: c.kind for c in table.columns if c.is_refused} == problems
    # the name of a person is never a missing word
    kinds = {c.kind for c in table.columns if c.name not in ("first_name", "last_name")}
    assert kinds <= KINDS


def _load(connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable]) -> None:
    for table in tables:
        texts = ", ".join(f"{name} varchar" for name in table.column_names)
        connection.execute(
            f"create table {table.identifier} ({texts}, _gtm_file varchar, _gtm_row bigint)"
        )
        for number, row in enumerate(RAW[table.identifier], start=1):
            assert set(row) <= set(table.column_names)
            values = [*(row.get(name) for name in table.column_names), f"{table.name}.csv", number]
            marks = ", ".join("?" * len(values))
            connection.execute(f"insert into {table.identifier} values ({marks})", values)


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is not empty, without the place that the row came from."""
    return {
        name: value for name, value in row.items() if value is not None and name not in PROVENANCE
    }
