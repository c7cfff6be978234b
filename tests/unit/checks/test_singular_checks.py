"""The checks on products, high jackpots and sign-ups: sound rows pass, each planted fault fails.

A check is compiled alone, with plain tables in the place of the models that it reads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

import duckdb
import pytest

from gtm_tower.stats.wilson import wilson_intervals
from gtm_tower.workspace import DBT_PACKAGE
from support.macros import compile_expressions

Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]

CHECKS = {
    path.stem: path
    for folder in ("products", "jackpot")
    for path in (DBT_PACKAGE / "tests" / folder).glob("*.sql")
} | {
    name: DBT_PACKAGE / "tests" / "customers" / f"{name}.sql"
    for name in ("assert_purchase_after_signup", "warn_purchases_before_signup")
}


def product(rank: int | None, revenue: int, abc: str | None, **others: object) -> Row:
    """A row of product_performance with two orders by one new customer."""
    counts = {"order_count": 2, "returned_order_count": 1, "new_customer_count": 1}
    is_product = rank is not None
    return {
        **{"revenue_rank": rank, "total_revenue": revenue, "abc_category": abc},
        **{"promotional_amount": 1, "is_product": is_product, **counts, **others},
    }


def group(touch: str, members: int, buyers: int, players: int, spend: int) -> Row:
    """A row of high_jackpot_analysis."""
    rates: dict[str, object] = {}
    for name, count in (("buyer", buyers), ("high_jackpot", players)):
        (figure,) = wilson_intervals([count], [members])
        rates |= {
            f"{name}_rate": figure.value,
            f"{name}_ci_low": figure.low,
            f"{name}_ci_high": figure.high,
        }
    counts = {"member_count": members, "buyer_count": buyers, "high_jackpot_player_count": players}
    return {
        **{"touch": touch, "campaign": "mega", "channel": "social", "spend": spend},
        **{"total_revenue": 10 * buyers, "high_jackpot_revenue": 5 * players, **counts, **rates},
    }


ORDERS = [
    {"customer_id": name, "amount": 10, "promotional_amount": 1, "is_returned": False}
    for name in ("C1", "C2")
] + [
    {"customer_id": name, "amount": 20, "promotional_amount": 0, "is_returned": True}
    for name in ("C1", "C2")
]
PRODUCTS = [
    product(1, 40, "A", order_count=2, returned_order_count=2, promotional_amount=0),
    product(None, 20, None, returned_order_count=0, promotional_amount=2),
]
CLASSES = [product(1, 79, "A"), product(2, 15, "A"), product(3, 4, "B"), product(4, 2, "C")]
PAIR: Row = {"product_id": "a", "other_product_id": "b", "base_customer_count": 5} | {
    "customer_count": 2,
    "product_customer_count": 3,
    "other_customer_count": 4,
}
MEMBERS: Tables = {
    "high_jackpot_analysis": [group("first", 3, 2, 1, 40), group("last", 3, 2, 1, 40)],
    "inputs__customers": [
        *({"customer_id": name, "signed_up_at": "2026-01-01"} for name in ("M1", "M2", "M3")),
        {"customer_id": "M4", "signed_up_at": None},
    ],
    "int_customer__orders": [
        {"customer_id": name, "is_first_order": first}
        for name, first in (("M1", True), ("M1", False), ("M2", True), ("M4", True))
    ],
    "inputs__marketing_spend": [{"amount": 15}, {"amount": 25}],
}
EARLY: Tables = {
    "int_customer__orders": [
        {"order_id": "o1", "customer_id": "C1", "is_first_order": True, "is_before_signup": True},
        {"order_id": "o2", "customer_id": "C1", "is_first_order": False, "is_before_signup": True},
        {"order_id": "o3", "customer_id": "C2", "is_first_order": True, "is_before_signup": False},
    ],
    "dim_customer": [
        {"customer_id": "C2", "days_to_first_purchase": 3, "is_purchase_before_signup": False},
        {"customer_id": "C1", "days_to_first_purchase": None, "is_purchase_before_signup": True},
    ],
    "int_attribution__journeys": [
        {"conversion_id": f"{kind}:{order}", "conversion_type": kind, "lead_place": place}
        for kind, order, place in (
            ("order", "o1", 0),
            ("first_purchase", "o1", 0),
            ("order", "o2", 0),
            ("order", "o3", 2),
        )
    ],
}
SOUND: dict[str, Tables] = {
    "assert_products_hold_every_order": {
        "int_customer__orders": ORDERS,
        "product_performance": PRODUCTS,
    },
    "assert_abc_classes_end_where_their_share_does": {"product_performance": CLASSES},
    "assert_pairs_have_no_more_customers_than_their_products": {"fct_product_affinity": [PAIR]},
    "warn_customers_left_out_of_pairs": {
        "int_products__buyers": [{"customer_id": "C", "product_count": 1, "is_left_out": False}]
    },
    "assert_jackpot_groups_hold_every_member_and_all_spend": MEMBERS,
    "assert_jackpot_intervals_solve_wilsons_equation": {
        "high_jackpot_analysis": [
            *(group("first", n, n, 0, 1) for n in (0, 1, 30)),
            *(group("last", n, 1, 1, 1) for n in (2, 500)),
        ]
    },
    "assert_high_jackpot_players_are_buyers": {
        "high_jackpot_analysis": [group("first", 3, 2, 1, 40), group("last", 0, 0, 0, 0)]
    },
    "assert_purchase_after_signup": EARLY,
    "warn_purchases_before_signup": {
        "int_customer__orders": [
            {
                **{"order_id": "o1", "customer_id": "C", "ordered_at": "2026-01-01"},
                "is_before_signup": False,
            }
        ]
    },
}


def changed(table: str, row: int, **columns: object) -> tuple[str, int, Row]:
    """A fault: other values in a row of a table."""
    return table, row, columns


FAULTS = {
    "assert_products_hold_every_order": [
        changed("product_performance", 0, order_count=3),
        changed("product_performance", 1, total_revenue=Decimal("19.99")),
        changed("product_performance", 0, new_customer_count=2),
        changed("product_performance", 0, returned_order_count=1),
        changed("product_performance", 1, promotional_amount=3),
        changed("int_customer__orders", 0, amount=None),
    ],
    "assert_abc_classes_end_where_their_share_does": [
        changed("product_performance", 1, abc_category="B"),
        changed("product_performance", 2, abc_category="A"),
        changed("product_performance", 2, abc_category="C"),
        changed("product_performance", 3, abc_category="B"),
        changed("product_performance", 0, total_revenue=200),
    ],
    "assert_pairs_have_no_more_customers_than_their_products": [
        changed("fct_product_affinity", 0, customer_count=4),
        changed("fct_product_affinity", 0, other_customer_count=1),
        changed("fct_product_affinity", 0, base_customer_count=4),
    ],
    "warn_customers_left_out_of_pairs": [changed("int_products__buyers", 0, is_left_out=True)],
    "assert_jackpot_groups_hold_every_member_and_all_spend": [
        changed("high_jackpot_analysis", 0, member_count=4),
        changed("high_jackpot_analysis", 1, buyer_count=1),
        changed("high_jackpot_analysis", 1, spend=80),
        changed("inputs__marketing_spend", 0, amount=Decimal("15.01")),
    ],
    "assert_jackpot_intervals_solve_wilsons_equation": [
        changed("high_jackpot_analysis", 2, buyer_ci_low=0.5),
        changed("high_jackpot_analysis", 4, high_jackpot_ci_high=0.1),
        changed("high_jackpot_analysis", 3, high_jackpot_ci_low=None),
        changed("high_jackpot_analysis", 4, buyer_ci_high=0.001),
    ],
    "assert_high_jackpot_players_are_buyers": [
        changed("high_jackpot_analysis", 0, buyer_count=4),
        changed("high_jackpot_analysis", 0, high_jackpot_player_count=3),
        changed("high_jackpot_analysis", 0, high_jackpot_revenue=21),
        changed("high_jackpot_analysis", 1, total_revenue=1),
    ],
    "assert_purchase_after_signup": [
        changed("dim_customer", 1, days_to_first_purchase=0),
        changed("dim_customer", 1, is_purchase_before_signup=False),
        changed("int_attribution__journeys", 1, lead_place=1),
        changed("int_attribution__journeys", 2, lead_place=1),
        changed("int_customer__orders", 2, is_before_signup=True),
    ],
    "warn_purchases_before_signup": [changed("int_customer__orders", 0, is_before_signup=True)],
}
CASES = [(name, fault) for name, faults in FAULTS.items() for fault in faults]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database."""
    opened = duckdb.connect(":memory:")
    yield opened
    opened.close()


@cache
def compiled() -> dict[str, str]:
    """The SQL of every check, with the names of models for tables."""
    return compile_expressions("duckdb", {name: alone(name) for name in CHECKS})


def alone(name: str) -> str:
    """A check that reads tables and is no test."""
    text = CHECKS[name].read_text(encoding="utf-8")
    text = re.sub(r"\{\{ config\(.*?\) \}\}", "", text)
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)


def offending(connection: duckdb.DuckDBPyConnection, name: str, tables: Tables) -> int:
    """How many rows a check gives on tables."""
    for table, rows in tables.items():
        columns = list(rows[0])
        kinds = {column: kind_of([row[column] for row in rows]) for column in columns}
        described = ", ".join(f"{column} {kind}" for column, kind in kinds.items())
        connection.execute(f"create table {table} ({described})")
        marks = ", ".join("?" * len(columns))
        for row in rows:
            connection.execute(
                f"insert into {table} values ({marks})", [row[column] for column in columns]
            )
    return len(connection.execute(compiled()[name]).fetchall())


def kind_of(values: Sequence[object]) -> str:
    """A column type for values; whole numbers and amounts have two decimals."""
    known = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in known):
        return "boolean"
    if any(isinstance(value, str) for value in known):
        return "varchar"
    return "double" if any(isinstance(value, float) for value in known) else "decimal(18, 2)"


def test_every_check_is_tried() -> None:
    assert CHECKS.keys() == SOUND.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_sound_rows_pass(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    assert offending(connection, name, SOUND[name]) == 0


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_a_planted_fault_fails(
    connection: duckdb.DuckDBPyConnection, name: str, fault: tuple[str, int, Row]
) -> None:
    table, place, columns = fault
    rows = [dict(row) for row in SOUND[name][table]]
    rows[place] |= columns
    assert offending(connection, name, {**SOUND[name], table: rows}) > 0
