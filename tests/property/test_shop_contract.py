"""What the contract says of the rows of a shop and of a lottery, on rows written by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gtm_tower.config import Config, Source
from support.compiled import Raw, Runner, cached_project

pytestmark = pytest.mark.slow

AS_OF = date(2024, 3, 31)
CONFIG = Config({name: Source(f"data/{name}") for name in ("jaffle", "lottery")})
LATER = "2024-04-01"

SHOP: Raw = {
    "customers": [
        {"id": "1", "first_name": "Anna", "last_name": "A.", "signed_up_at": "2024-02-01 10:00:00"},
        {"id": "2", "first_name": "Ben", "last_name": "B."},
        {"id": "3", "first_name": "Cem", "last_name": "C.", "signed_up_at": LATER},
        {"id": "1", "first_name": "Anne", "last_name": "A.", "signed_up_at": "2024-02-01 10:00:00"},
    ],
    "orders": [
        {"id": "o1", "user_id": "1", "order_date": "2024-01-15", "status": "completed"},
        {"id": "o2", "user_id": "2", "order_date": "2024-03-31", "status": "Placed"},
        {"id": "o3", "user_id": "2", "order_date": LATER, "status": "placed"},
        {"id": "o4", "user_id": "9", "order_date": "2024-03-01", "status": "placed"},
        {"id": "o5", "user_id": "3", "order_date": "2024-03-01", "status": "placed"},
        {"id": "o6", "user_id": "1", "order_date": "2024-03-01", "status": "banana"},
        {"id": "o7", "user_id": "1", "order_date": "2024-03-01", "status": ""},
        {"id": "o8", "user_id": "1", "order_date": "2024-03-01", "status": "placed"},
        {"id": "o8", "user_id": "1", "order_date": LATER, "status": "placed"},
    ],
    "payments": [
        {"id": "p1", "order_id": "o1", "payment_method": "coupon", "amount": "1000"},
        {"id": "p2", "order_id": "o1", "payment_method": "coupon", "amount": "-1000"},
        {"id": "p3", "order_id": "o3", "payment_method": "coupon", "amount": "1"},
        {"id": "p4", "order_id": "o3", "payment_method": "coupon", "amount": "one"},
        {"id": "p5", "order_id": "o4", "payment_method": "coupon", "amount": "1"},
        {"id": "p6", "order_id": "o99", "payment_method": "coupon", "amount": "1"},
        {"id": "p7", "order_id": "o8", "payment_method": "coupon", "amount": "1"},
        {"id": "p8", "order_id": "", "payment_method": "coupon", "amount": "1"},
        {"id": "p9", "order_id": "o1", "payment_method": "coupon", "amount": ""},
    ],
    "products": [
        {"product_id": "x1", "product_name": "Press", "price": "4900"},
        {"product_id": "x2", "product_name": "Iron", "price": "-1"},
        {"product_id": "", "product_name": "Pan", "price": "1"},
    ],
}

LOTTERY: Raw = {
    "signups": [
        {"user_id": "u1", "signup_id": "s1", "signup_timestamp": "2024-03-02 10:00:00"},
        {"user_id": "u2", "signup_id": "s2", "signup_timestamp": ""},
    ],
    "deposits": [
        {
            "deposit_id": "d1",
            "user_id": "u1",
            "deposit_amount_inminor": "5005",
            "deposit_timestamp": "2024-03-03 10:00:00",
        },
        {
            "deposit_id": "d2",
            "user_id": "u1",
            "deposit_amount_inminor": "-5005",
            "deposit_timestamp": "2024-03-03 10:00:00",
        },
        {
            "deposit_id": "d3",
            "user_id": "u2",
            "deposit_amount_inminor": "5005",
            "deposit_timestamp": "2024-03-03 10:00:00",
        },
        {
            "deposit_id": "d4",
            "user_id": "u1",
            "deposit_amount_inminor": "5005",
            "deposit_timestamp": f"{LATER} 00:00:00",
        },
    ],
    "ticket_purchases": [
        {
            "purchase_id": "t1",
            "user_id": "u1",
            "game_id": "g9",
            "purchase_amount_usd": "2.50",
            "purchase_timestamp": "2024-03-01 10:00:00",
        },
        {
            "purchase_id": "t2",
            "user_id": "u1",
            "game_id": "g1",
            "purchase_amount_usd": "-2.50",
            "purchase_timestamp": "2024-03-05 10:00:00",
        },
    ],
    "web_events": [
        {"event_id": "e1", "user_id": "", "event_timestamp": "2024-03-01 10:00:00"},
        {"event_id": "e2", "user_id": "u1", "event_timestamp": "2024-03-01 10:00:00"},
        {"event_id": "e3", "user_id": "u2", "event_timestamp": "2024-03-01 10:00:00"},
        {"event_id": "", "user_id": "u1", "event_timestamp": "2024-03-01 10:00:00"},
        {"event_id": "e5", "user_id": "u1", "event_timestamp": ""},
        {"event_id": "e6", "user_id": "u9", "event_timestamp": f"{LATER} 08:00:00"},
    ],
}

# what becomes of each row, in the order of the file
VERDICTS = {
    "customers": ["duplicate", None, "later", None],
    "orders": [
        None,  # before the sign-up: kept
        None,
        "later",
        "orphan: customer_id '9'",
        "orphan: customer_id '3'",  # who signs up later
        "unknown_value: status 'banana'",
        "missing_value: status",
        None,  # is replaced by nothing yet
        "later",
    ],
    "payments": [
        None,
        None,  # a refund
        "later",  # as its order
        "later",
        "orphan: order_id 'o4'",  # whose customer is unknown
        "orphan: order_id 'o99'",
        None,  # of the version of the order that is there
        None,  # names neither an order nor an invoice
        "missing_value: amount",
    ],
    "products": [None, "negative_amount: price '-0.01'", "missing_value: product_id"],
    "signups": [None, "missing_value: signup_timestamp"],
    "deposits": [
        None,
        "negative_amount: amount '-50.05'",
        "orphan: customer_id 'u2'",
        "later",
    ],
    "ticket_purchases": [
        None,  # of a game that nobody knows, before the sign-up
        "negative_amount: amount '-2.50'",
    ],
    "web_events": [
        None,
        None,
        "orphan: user_id 'u2'",
        "missing_value: event_id",
        "missing_value: occurred_at",
        "later",
    ],
}


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """A shop and a lottery of one company."""
    opened = Runner(cached_project(tmp_path_factory.mktemp("compiled"), CONFIG, AS_OF), CONFIG)
    opened.load({**SHOP, **LOTTERY})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("table", "received"),
    [
        *((table, f"received__{table}") for table in SHOP),
        ("signups", "received__customers"),
        ("deposits", "received__deposits"),
        ("ticket_purchases", "received__orders"),
        ("web_events", "received__web_events"),
    ],
)
def test_each_row_gets_its_verdict(runner: Runner, table: str, received: str) -> None:
    rows = [row for row in runner.rows(received) if row["table_name"] == table]
    rows.sort(key=lambda row: row["_gtm_row"])
    assert [row["verdict"] for row in rows] == VERDICTS[table]


def test_every_row_is_counted_once(runner: Runner) -> None:
    counted = {row["table_name"]: row for row in runner.rows("meta__inputs")}
    for table, verdicts in VERDICTS.items():
        later, taken = verdicts.count("later"), verdicts.count(None)
        found = counted[table]
        assert found["rows_in"] == len(verdicts) - later
        assert (found["rows_later"], found["rows_accepted"]) == (later, taken)
        assert found["rows_quarantined"] == len(verdicts) - later - taken


def test_amounts_are_exact(runner: Runner) -> None:
    def amounts(name: str, column: str = "amount") -> list[Any]:
        return [row[column] for row in runner.rows(name) if row[column] is not None]

    assert amounts("inputs__deposits") == [Decimal("50.05")]
    assert amounts("inputs__products", "price") == [Decimal("49.00")]
    assert amounts("inputs__orders") == [Decimal("2.50")]
    assert sorted(amounts("inputs__payments")) == [
        *(Decimal("-10.00"), Decimal("0.01"), Decimal("0.01"), Decimal("10.00")),
    ]


def test_months_begin_with_the_first_order(runner: Runner) -> None:
    months = [row["date_month"] for row in runner.rows("int_core__months")]
    assert (min(months), max(months)) == (date(2024, 1, 1), date(2024, 3, 1))
