"""The marts of customers on small random shops and lotteries against a calculation in plain Python,
and their checks on marts that are broken by hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_tower.config import Config, Source
from support.compiled import Raw, RawRow, Runner, cached_project
from support.customers import WEIGHTS, Bought, ltv_score, parts, rfm, segment_of
from support.lab import tries

pytestmark = pytest.mark.slow

AS_OF = date(2024, 3, 31)
CONFIG = Config({name: Source(f"data/{name}") for name in ("jaffle", "lottery")})
STATUSES = ("placed", "shipped", "completed", "return_pending", "returned")
METHODS = ("credit_card", "coupon", "bank_transfer", "gift_card", "barter", "")
PRODUCTS = ("Press", "press", "Iron", "")
MARTS = ("customers", "customer_segmentation", "customer_ltv_scoring", "dim_customer")


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """A shop and a lottery of one company."""
    opened = Runner(cached_project(tmp_path_factory.mktemp("compiled"), CONFIG, AS_OF), CONFIG)
    yield opened
    opened.close()


def days() -> st.SearchStrategy[date]:
    """Days of the last months, the last ones and the same ones often."""
    ages = st.one_of(st.sampled_from([0, 1, 90, 91]), st.integers(0, 130))
    return ages.map(lambda age: AS_OF - timedelta(days=age))


@st.composite
def companies(draw: st.DrawFn) -> Raw:
    """Rows of all tables that the marts read; every table may be empty."""
    customers = [str(number + 1) for number in range(draw(st.integers(0, 5)))]
    orders: list[dict[str, str]] = []
    payments: list[dict[str, str]] = []
    for number in range(draw(st.integers(0, 12)) if customers else 0):
        order = {
            "id": str(number + 1),
            "user_id": draw(st.sampled_from(customers)),
            "order_date": draw(days()).isoformat(),
            "status": draw(st.sampled_from(STATUSES)),
            "product_name": draw(st.sampled_from(PRODUCTS)),
        }
        orders.append(order)
        for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
            payment = {
                "id": str(len(payments) + 1),
                "order_id": order["id"],
                "payment_method": draw(st.sampled_from(METHODS)),
                "amount": str(draw(st.sampled_from([-500, 0, 1, 1000, 1000, 2550]))),
            }
            payments.append(payment)
    return {
        "customers": [{"id": one, "first_name": "A", "last_name": "B"} for one in customers],
        "orders": orders,
        "payments": payments,
        "products": [],
        **draw(lotteries()),
    }


@st.composite
def lotteries(draw: st.DrawFn) -> Raw:
    """Members, deposits and tickets."""
    members = [f"u{number}" for number in range(draw(st.integers(0, 4)))]
    deposits = [
        {
            "deposit_id": f"d{number}",
            "user_id": draw(st.sampled_from(members)),
            "deposit_amount_inminor": str(draw(st.sampled_from([0, 1000, 2550]))),
            "deposit_timestamp": f"{draw(days())} 10:00:00",
        }
        for number in range(draw(st.integers(0, 5)) if members else 0)
    ]
    tickets = [
        {
            "purchase_id": f"t{number}",
            "user_id": draw(st.sampled_from(members)),
            "game_id": draw(st.sampled_from(["g1", "g2"])),
            "purchase_amount_usd": draw(st.sampled_from(["0.00", "2.50", "10.00"])),
            "purchase_timestamp": f"{draw(days())} 11:00:00",
        }
        for number in range(draw(st.integers(0, 5)) if members else 0)
    ]
    signed_up = "2024-01-15 10:30:00"
    return {
        "signups": [
            {"user_id": one, "signup_id": f"s{one}", "signup_timestamp": signed_up}
            for one in members
        ],
        "deposits": deposits,
        "ticket_purchases": tickets,
    }


def read_plainly(raw: Raw) -> dict[str, Bought]:
    """What each customer did, from the rows as they are written."""
    bought = {str(row["id"]): Bought() for row in raw["customers"]}
    bought |= {str(row["user_id"]): Bought() for row in raw["signups"]}
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in raw["payments"]:
        paid[str(row["order_id"])] += Decimal(str(row["amount"])) / 100
    for row in raw["orders"]:
        one = bought[str(row["user_id"])]
        one.days.append(date.fromisoformat(str(row["order_date"])))
        one.amounts.append(paid.get(str(row["id"])))
        one.products |= {str(row["product_name"]).lower()} - {""}
    for row in raw["ticket_purchases"]:
        one = bought[str(row["user_id"])]
        one.days.append(day_of(row["purchase_timestamp"]))
        one.amounts.append(Decimal(str(row["purchase_amount_usd"])))
        one.products.add(str(row["game_id"]))
    for row in raw["deposits"]:
        one = bought[str(row["user_id"])]
        amount = Decimal(str(row["deposit_amount_inminor"])) / 100
        one.deposited = (one.deposited or Decimal(0)) + amount
    return bought


def day_of(moment: str | None) -> date:
    return date.fromisoformat(str(moment)[:10])


def by_customer(runner: Runner, mart: str) -> dict[str, dict[str, Any]]:
    rows = runner.rows(mart)
    found = {row["customer_id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


@settings(max_examples=tries(25))
@given(raw=companies())
def test_customers_equal_a_plain_calculation(runner: Runner, raw: Raw) -> None:
    runner.load(raw)
    bought = read_plainly(raw)
    marts = {mart: by_customer(runner, mart) for mart in MARTS}
    assert all(rows.keys() == bought.keys() for rows in marts.values())
    scored, known = rfm(bought), parts(bought, AS_OF)
    for key, one in bought.items():
        view = marts["customers"][key]
        assert (view["order_count"], view["lifetime_value"]) == (len(one.days), one.worth)
        assert view["purchase_day_count"] == len(set(one.days))
        row = marts["customer_segmentation"][key]
        given_scores = tuple(row[f"{name}_score"] for name in "rfm")
        assert given_scores == scored.get(key, (None, None, None))
        assert row["segment"] == segment_of(scored.get(key))
        row = marts["customer_ltv_scoring"][key]
        assert {name: row[f"{name}_score"] for name in WEIGHTS} == {
            name: known[key].get(name) for name in WEIGHTS
        }
        assert row["ltv_score"] == pytest.approx(float(ltv_score(known[key])), rel=1e-12)
    check_cohorts(runner, bought)
    assert runner.failures(runner.tests_of("customers")) == []


def check_cohorts(runner: Runner, bought: dict[str, Bought]) -> None:
    """Cohorts of calendar months, cell by cell."""
    firsts = {key: min(one.days).replace(day=1) for key, one in bought.items() if one.days}
    last = AS_OF.replace(day=1)
    oldest = min(firsts.values(), default=last)
    ages = (last.year - oldest.year) * 12 + last.month - oldest.month + 1
    cells = {
        (row["cohort_month"], row["date_month"]): row for row in runner.rows("customer_cohorts")
    }
    assert len(cells) == len(set(firsts.values())) * ages
    for (cohort, month), row in cells.items():
        members = [bought[key] for key, first in firsts.items() if first == cohort]
        assert row["cohort_size"] == len(members)
        if month > last:
            assert (row["active_count"], row["cohort_revenue"]) == (None, None)
            continue
        of_month = [
            [
                amount
                for day, amount in zip(one.days, one.amounts, strict=True)
                if day.replace(day=1) == month
            ]
            for one in members
        ]
        assert row["active_count"] == sum(1 for amounts in of_month if amounts)
        amounts = [amount for some in of_month for amount in some]
        valued = [amount for amount in amounts if amount is not None]
        assert row["cohort_revenue"] == (sum(valued) if valued or not amounts else None)


SHOP: Raw = {
    "customers": [{"id": f"{n}", "first_name": "A", "last_name": "B"} for n in range(1, 5)],
    "orders": [
        {"id": "1", "user_id": "1", "order_date": "2024-01-05", "status": "completed"},
        {"id": "2", "user_id": "1", "order_date": "2024-02-05", "status": "completed"},
        {"id": "3", "user_id": "2", "order_date": "2024-02-09", "status": "returned"},
        {"id": "4", "user_id": "3", "order_date": "2024-03-09", "status": "completed"},
    ],
    "payments": [
        {"id": "1", "order_id": "1", "payment_method": "credit_card", "amount": "1000"},
        {"id": "2", "order_id": "1", "payment_method": "coupon", "amount": "500"},
        {"id": "3", "order_id": "3", "payment_method": "coupon", "amount": "2500"},
    ],
    "signups": [{"user_id": "u1", "signup_id": "s1", "signup_timestamp": "2024-01-15 10:30:00"}],
    "deposits": [
        {
            "deposit_id": f"d{n}",
            "user_id": "u1",
            "deposit_amount_inminor": f"{1000 * n}",
            "deposit_timestamp": f"2024-02-0{4 - n} 10:00:00",
        }
        for n in range(1, 4)
    ],
}
DOUBLED = "insert into {mart} select * from {mart} where customer_id = '1'"
# by check: the mart and what is done to it, with {mart} in the place of its name
BROKEN = {
    "assert_revenue_is_that_of_all_orders": [
        ("customers", "update {mart} set lifetime_value = lifetime_value + 0.01"),
        ("orders", "insert into {mart} select * from {mart} where order_id = '1'"),
        ("customer_cohorts", "delete from {mart} where months_since = 1"),
    ],
    "assert_order_payments_add_up": [
        ("orders", "update {mart} set card_amount = 0 where order_id = '1'"),
        ("orders", "delete from {mart} where order_id = '3'"),
    ],
    "assert_every_customer_is_in_each_mart_once": [
        ("customer_segmentation", DOUBLED),
        ("dim_customer", "delete from {mart} where customer_id = '4'"),
        ("customers", "update {mart} set customer_id = 'x' where customer_id = '4'"),
    ],
    "assert_segments_are_those_of_the_table": [
        ("customer_segmentation", "update {mart} set segment = 'Champion' where r_score > 0"),
        ("customer_segmentation", "update {mart} set segment = 'Lost' where r_score is null"),
    ],
    "assert_scores_rise_with_their_values": [
        ("customer_segmentation", "update {mart} set f_score = 6 - f_score"),
        ("customer_segmentation", "update {mart} set r_score = 5 where customer_id = '1'"),
    ],
    "assert_cohorts_hold_every_buyer": [
        ("customer_cohorts", "delete from {mart} where cohort_month = '2024-03-01'"),
        ("customer_cohorts", "update {mart} set cohort_size = cohort_size + 1"),
        ("customer_cohorts", "update {mart} set retention_rate = 0.5 where months_since = 0"),
    ],
    "assert_unseen_cohort_cells_are_null": [
        ("customer_cohorts", "update {mart} set active_count = 0 where active_count is null"),
        ("customer_cohorts", "update {mart} set cohort_revenue = 0 where active_count is null"),
    ],
    "assert_ltv_scores_are_their_parts": [
        ("customer_ltv_scoring", "update {mart} set ltv_score = ltv_score + 1"),
        ("customer_ltv_scoring", "update {mart} set vip_tier = 'Diamond'"),
        ("customer_ltv_scoring", "update {mart} set missing_parts = null"),
    ],
    "assert_first_deposit_is_the_earliest": [
        ("dim_customer", "update {mart} set first_deposit_amount = 10 where deposit_count > 0"),
        ("dim_customer", "update {mart} set first_deposit_at = null"),
        ("dim_customer", "update {mart} set days_to_first_deposit = -1"),
    ],
}


@pytest.mark.parametrize(
    ("check", "mart", "change"),
    [(check, mart, change) for check, changes in BROKEN.items() for mart, change in changes],
)
def test_a_broken_mart_fails_its_check(runner: Runner, check: str, mart: str, change: str) -> None:
    rows: dict[str, list[RawRow]] = {name: list(some) for name, some in SHOP.items()}
    runner.load({"orders": [], "customers": []})
    runner.load({**rows, "products": [], "ticket_purchases": []})
    assert runner.failures([check]) == []
    relation = next(one.relation for one in runner.project.models if one.name == mart)
    runner.query(change.format(mart=relation))
    assert [failure.partition(":")[0] for failure in runner.failures([check])] == [check]
