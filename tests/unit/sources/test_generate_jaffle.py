"""The `jaffle` data against a plain reading of its own files: shape, defects, and the truth."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gtm_tower.sources.generate import Generated, GenerateSpec, jaffle
from gtm_tower.sources.generate._jaffle_defects import DEFECTS
from support.extract import rows_of
from support.generated import END, VARIETIES, assert_read_as_planted, truth_of, write
from support.jaffle_files import UNKNOWN, Customer, Order, Shop, read_shop

HEADERS = {
    "customers": "id,first_name,last_name,email,signed_up_at",
    "orders": "id,user_id,order_date,status,product_name,campaign,channel",
    "payments": "id,order_id,payment_method,amount",
    "products": "product_id,product_name,category,price",
}
STATUSES = ("placed", "shipped", "completed", "return_pending", "returned")


@pytest.fixture(scope="module", params=VARIETIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    return write(jaffle.generate, tmp_path_factory.mktemp("shop"), **VARIETIES[request.param])


@pytest.fixture(scope="module")
def truth(generated: Generated) -> Any:
    return truth_of(generated)


@pytest.fixture(scope="module")
def shop(generated: Generated) -> Shop:
    return read_shop(generated.truth.parent)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return write(jaffle.generate, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return write(jaffle.generate, tmp_path_factory.mktemp("dirty"), dirty=0.3)


def test_files_have_their_columns(generated: Generated) -> None:
    for name, path in generated.files.items():
        header, _, _ = path.read_bytes().partition(b"\n")
        assert header.decode() == HEADERS[name]
        assert len(rows_of(path)) == generated.rows[name]


def test_sizes_and_progress(clean: Generated, tmp_path: Path) -> None:
    assert clean.rows["customers"] == 1_000
    assert 3_500 < clean.rows["orders"] < 4_500
    seen: dict[str, int] = {}
    spec = GenerateSpec(out=tmp_path, end=END, scale=0.01)
    assert jaffle.generate(spec, seen.__setitem__).rows == seen


def test_same_spec_gives_the_same_bytes(dirty: Generated, tmp_path: Path) -> None:
    again = write(jaffle.generate, tmp_path / "again", dirty=0.3)
    assert again.truth.read_bytes() == dirty.truth.read_bytes()
    other = write(jaffle.generate, tmp_path / "other", dirty=0.3, seed=1)
    for name, path in dirty.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()
        assert other.files[name].read_bytes() != path.read_bytes()


@pytest.mark.parametrize("rate", [0.0, 0.3])
def test_parquet_holds_the_same_values(rate: float, tmp_path: Path) -> None:
    csv, parquet = (
        write(jaffle.generate, tmp_path / kind, scale=0.2, dirty=rate, file_format=kind)
        for kind in ("csv", "parquet")
    )
    for name, path in parquet.files.items():
        found = duckdb.execute(f"select * from '{path}'").fetchall()
        texts = [["" if cell is None else str(cell) for cell in row] for row in found]
        assert texts == [list(row.values()) for row in rows_of(csv.files[name])]


@pytest.mark.parametrize("months", [1, 24])
def test_the_smallest_shop_can_be_written(tmp_path: Path, months: int) -> None:
    generated = write(jaffle.generate, tmp_path, scale=0.001, months=months, dirty=0.5)
    assert truth_of(generated)["customers"]["customers"] == 1


def test_nothing_is_dated_after_the_end(truth: Any, shop: Shop) -> None:
    end = date.fromisoformat(truth["spec"]["end"])
    assert max(order.day for order in shop.orders) <= end
    assert max(one.signed_up.date() for one in shop.customers if one.signed_up) <= end


def test_without_dirt_nothing_is_planted(clean: Generated) -> None:
    truth, reading = truth_of(clean), read_shop(clean.truth.parent).reading
    assert truth["planted"] == truth["repairs"] == []
    assert truth["planted_counts"] == {}
    assert reading.refused == {}
    assert reading.repaired == {}
    assert truth["orders"]["before_signup"] == truth["payments"]["refunds"]["payments"] == 0
    assert truth["customers"]["undated"] == truth["customers"]["with_invalid_email"] == 0


def test_every_defect_of_the_catalogue_occurs(dirty: Generated) -> None:
    truth = truth_of(dirty)
    rows = {name: rows_of(path) for name, path in dirty.files.items()}
    for table, defects in DEFECTS.items():
        planted = [entry for entry in truth["planted"] if entry["table"] == table]
        found = {(entry["kind"], entry["column"], entry["expect"]) for entry in planted}
        assert found == {(one.kind, one.column, one.expect) for one in defects}
        assert Counter(entry["kind"] for entry in planted) == truth["planted_counts"][table]
        for entry in planted:
            row = rows[table][entry["row"] - 1]
            assert entry["value"] == (row[entry["column"]] if entry["column"] else None)
            assert entry["key"] == next(iter(row.values()))


def test_planted_defects_are_what_a_reading_refuses_and_repairs(
    generated: Generated, truth: Any, shop: Shop
) -> None:
    assert_read_as_planted(generated, shop.reading)
    for entry in truth["planted"]:
        if entry["expect"] == "repaired":
            assert entry["value"].strip().lower() == entry["repaired_to"] != entry["value"]


def dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else f"-{dollars(-cents)}"


def sums(orders: Iterable[Order]) -> dict[str, Any]:
    chosen = list(orders)
    return {"orders": len(chosen), "revenue": dollars(sum(order.amount for order in chosen))}


def test_customers_recounted(truth: Any, shop: Shop) -> None:
    counts = [len(customer.orders) for customer in shop.customers]
    emails = [customer.email for customer in shop.customers if customer.email]
    valid = [email for email in emails if email.endswith("@mail.example") and email[0] != "@"]
    assert truth["customers"] == {
        "customers": len(counts),
        "without_orders": counts.count(0),
        "with_one_order": counts.count(1),
        "with_repeat_orders": sum(count > 1 for count in counts),
        "undated": sum(customer.signed_up is None for customer in shop.customers),
        "without_email": len(counts) - len(emails),
        "with_invalid_email": len(emails) - len(valid),
    }
    assert set(shop.categories.values()) <= {"irons", "bread", "fillings", "kitchen", "gifts", None}


def test_orders_recounted(truth: Any, shop: Shop) -> None:
    found = dict(truth["orders"])
    by_month = found.pop("by_month")
    assert found == {
        **sums(shop.orders),
        "without_payment": sum(not order.payments for order in shop.orders),
        "free": sum(bool(order.payments) and not order.amount for order in shop.orders),
        "paid_in_parts": sum(len(order.payments) > 1 for order in shop.orders),
        "on_the_day_of_another": sum(len(c.orders) - len(c.days) for c in shop.customers),
        "before_signup": sum(order.is_before_signup for order in shop.orders),
        "by_status": {
            status: sums(order for order in shop.orders if order.status == status)
            for status in STATUSES
        },
    }
    assert {f"{order.day:%Y-%m}" for order in shop.orders} <= set(by_month)
    for month, expected in by_month.items():
        assert expected == sums(o for o in shop.orders if f"{o.day:%Y-%m}" == month)


def test_payments_recounted(truth: Any, shop: Shop) -> None:
    def of(amounts: list[int]) -> dict[str, Any]:
        return {"payments": len(amounts), "amount": dollars(sum(amounts))}

    amounts = [payment.amount for payment in shop.payments]
    found = truth["payments"]
    assert {name: found[name] for name in ("payments", "amount")} == of(amounts)
    assert found["refunds"] == of([amount for amount in amounts if amount < 0])
    for method, expected in found["by_method"].items():
        assert expected == of([p.amount for p in shop.payments if p.method == method])
    assert sum(row["payments"] for row in found["by_method"].values()) == len(amounts)


def first_orders(shop: Shop) -> list[Order]:
    return [customer.orders[0] for customer in shop.buyers]


def test_products_recounted(truth: Any, shop: Shop) -> None:
    firsts = first_orders(shop)
    for name, expected in truth["products"].items():
        orders = [order for order in shop.orders if order.product == name]
        found = {key: value for key, value in expected.items() if key != "planted"}
        assert found == {
            **sums(orders),
            "customers": len({order.customer_id for order in orders}),
            "new_customers": sum(order.product == name for order in firsts),
            "returned": sum(order.status == "returned" for order in orders),
            "return_pending": sum(order.status == "return_pending" for order in orders),
            "coupon_revenue": dollars(sum(order.paid_with("coupon") for order in orders)),
            "gift_card_revenue": dollars(sum(order.paid_with("gift_card") for order in orders)),
        }
    assert sum(row["orders"] for row in truth["products"].values()) == len(shop.orders)


def test_pairs_of_products_recounted(truth: Any, shop: Shop) -> None:
    pairs: Counter[frozenset[str]] = Counter()
    for customer in shop.customers:
        bought = {order.product for order in customer.orders} - {UNKNOWN}
        pairs.update(frozenset(pair) for pair in combinations(bought, 2))
    found = {frozenset(name.split(" + ")): count for name, count in truth["cross_sell"].items()}
    assert len(found) == len(truth["cross_sell"]) == 16 * 15 // 2
    assert +Counter(found) == pairs


@pytest.mark.parametrize("kind", ["channel", "campaign"])
def test_channels_and_campaigns_recounted(truth: Any, shop: Shop, kind: str) -> None:
    found = truth[f"{kind}s"]
    assert {getattr(order, kind) for order in shop.orders} <= set(found)
    for name, expected in found.items():
        assert expected == {
            **sums(order for order in shop.orders if getattr(order, kind) == name),
            "customers_by_first_order": sum(
                getattr(customer.orders[0], kind) == name for customer in shop.buyers
            ),
            "customers_by_last_order": sum(
                getattr(customer.orders[-1], kind) == name for customer in shop.buyers
            ),
        }


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def test_cohorts_recounted(truth: Any, shop: Shop) -> None:
    last = month_number(date.fromisoformat(truth["spec"]["end"]))
    cohorts: dict[str, list[Customer]] = {}
    for customer in shop.buyers:
        cohorts.setdefault(f"{customer.orders[0].day:%Y-%m}", []).append(customer)
    assert set(cohorts) <= set(truth["cohorts"])
    for name, expected in truth["cohorts"].items():
        customers = cohorts.get(name, [])
        start = month_number(date.fromisoformat(f"{name}-01"))
        active, revenue = [0] * (last - start + 1), [0] * (last - start + 1)
        for customer in customers:
            for age in {month_number(order.day) - start for order in customer.orders}:
                active[age] += 1
            for order in customer.orders:
                revenue[month_number(order.day) - start] += order.amount
        assert expected == {
            "customers": len(customers),
            "active": active,
            "revenue": [dollars(cents) for cents in revenue],
        }


def test_purchase_days_recounted(truth: Any, shop: Shop) -> None:
    end = date.fromisoformat(truth["spec"]["end"])
    days = [list(customer.days) for customer in shop.buyers]
    repeats = Counter(len(found) - 1 for found in days)
    worth = [list(customer.days.values()) for customer in shop.buyers]

    def spent(values: Iterable[int]) -> dict[str, Any]:
        chosen = [value for value in values if value > 0]
        return {"days": len(chosen), "worth": dollars(sum(chosen))}

    assert truth["purchase_days"] == {
        "customers": len(days),
        "repeats": sum(len(found) - 1 for found in days),
        "recency_days": sum((found[-1] - found[0]).days for found in days),
        "age_days": sum((end - found[0]).days for found in days),
        "customers_by_repeats": {str(count): repeats[count] for count in sorted(repeats)},
        "with_worth": spent(value for values in worth for value in values),
        "repeats_with_worth": spent(value for values in worth for value in values[1:]),
    }
