"""What must hold between metrics, whatever the data: asked for as a user would."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.metrics import Metrics, request
from gtm_tower.metrics.request import begin, shifted
from support import owner_files
from support.values import is_same

pytestmark = pytest.mark.slow

Records = list[dict[str, Any]]
MOVED = ("first_observed_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr")
LOST = ("contraction_mrr", "churned_mrr")
MAGIC = ("recurring_revenue", "magic_number")


@pytest.fixture(scope="module")
def saas(built_once: Company) -> Metrics:
    """The metrics of a company with subscriptions."""
    return Metrics(built_once.warehouse)


def records(metrics: Metrics, *names: str, **asked: Any) -> Records:
    """The rows of an answer by column."""
    return metrics.query(request(names, **asked)).records()


def ways() -> Iterator[tuple[str, ...]]:
    """By nothing, by each dimension, and by all of them."""
    groups = ("segment", "region", "acquisition_channel")
    yield from ((), *((name,) for name in groups), groups)


@pytest.mark.parametrize("by", ways())
@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_mrr_rolls_forward(saas: Metrics, by: tuple[str, ...], grain: str) -> None:
    rows = records(saas, "opening_mrr", *MOVED, *LOST, "mrr", by=by, grain=grain)
    assert rows
    ends: dict[tuple[Any, ...], Decimal] = {}
    for row in rows:
        moved = sum((row[name] for name in MOVED), row["opening_mrr"] or Decimal())
        assert moved - sum(row[name] for name in LOST) == row["mrr"], row
        group = tuple(row[name] for name in by)
        assert row["opening_mrr"] == ends.get(group, Decimal()), row
        ends[group] = row["mrr"]


def test_customers_roll_forward(saas: Metrics) -> None:
    names = ("opening_accounts", "new_accounts", "returned_accounts", "churned_accounts")
    rows = records(saas, *names, "active_accounts", "first_observed_accounts", grain="month")
    for row in rows:
        won = row["first_observed_accounts"] + row["new_accounts"] + row["returned_accounts"]
        assert row["opening_accounts"] + won - row["churned_accounts"] == row["active_accounts"]


def test_net_new_mrr_is_the_change_of_mrr(saas: Metrics) -> None:
    rows = records(saas, "mrr", "net_new_mrr", grain="month", compare="previous")
    changes = [(row["mrr_change"], row["net_new_mrr"]) for row in rows[1:]]
    assert changes
    assert all(change == net for change, net in changes)


def test_a_year_of_mrr_is_its_last_month_and_of_revenue_all_of_them(saas: Metrics) -> None:
    months = records(saas, "mrr", "recurring_revenue", grain="month")
    for row in records(saas, "mrr", "recurring_revenue", grain="year"):
        own = [month for month in months if month["month"].year == row["year"].year]
        assert row["mrr"] == own[-1]["mrr"]
        assert row["recurring_revenue"] == sum(month["mrr"] for month in own)


def test_the_magic_number_by_hand(saas: Metrics) -> None:
    """(revenue of the quarter - of the one before) x 4 / cost of the one before, of whole ones."""
    revenue: dict[date, Decimal] = defaultdict(Decimal)
    cost: dict[date, Decimal] = defaultdict(Decimal)
    months = records(saas, "recurring_revenue", "total_cost", grain="month")
    for row in months:
        revenue[begin(row["month"], "quarter")] += row["recurring_revenue"] or 0
        cost[begin(row["month"], "quarter")] += row["total_cost"] or 0
    found = {row["quarter"]: row["magic_number"] for row in records(saas, *MAGIC, grain="quarter")}
    whole = [
        quarter
        for quarter in found
        if shifted(quarter, "quarter", -1) >= months[0]["month"]
        if shifted(quarter, "quarter", 1) <= shifted(months[-1]["month"], "month", 1)
    ]
    assert len(whole) > 1
    for quarter, value in found.items():
        before = shifted(quarter, "quarter", -1)
        expected = None
        if quarter in whole:
            expected = (revenue[quarter] - revenue[before]) * 4 / cost[before]
        assert is_same(value, expected), quarter


def test_segments_add_up_to_the_whole(saas: Metrics) -> None:
    """Every metric that says so of itself, by every dimension that it has."""
    checked = 0
    for metric in saas.catalog.live():
        if not metric.is_additive or metric.needs:
            continue
        ((whole,),) = [tuple(row.values()) for row in records(saas, metric.name)]
        for name in metric.dimensions:
            parts = [row[metric.name] for row in records(saas, metric.name, by=[name])]
            assert is_same(sum(part or 0 for part in parts), whole or 0), (metric.name, name)
            checked += 1
    assert checked > 50


def test_a_filter_gives_the_row_of_its_value(saas: Metrics) -> None:
    names = ("mrr", "nrr", "win_rate", "tickets", "activation_rate", "cohort_win_rate")
    for by in ("segment", "region", "acquisition_channel"):
        rows = records(saas, *names, by=[by], grain="month")
        for value in saas.values("mrr", by):
            held = records(saas, *names, where=[f"{by} = '{value}'"], grain="month")
            own = [{k: v for k, v in row.items() if k != by} for row in rows if row[by] == value]
            assert [same(row) for row in held] == [same(row) for row in own]


def same(row: dict[str, Any]) -> dict[str, Any]:
    """Fractions to nine digits."""
    return {k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()}


@pytest.mark.parametrize("name", ["shop", "lottery"])
def test_credit_of_each_model_is_the_conversions_and_their_value(
    name: str, request: pytest.FixtureRequest
) -> None:
    found: MadeUp = request.getfixturevalue(name)
    metrics = Metrics(found.company.warehouse)
    wanted = {
        row["conversion_type"]: (row["conversions"], row["conversion_value"])
        for row in records(metrics, "conversions", "conversion_value", by=["conversion_type"])
    }
    by = ["model", "conversion_type"]
    rows = records(metrics, "attributed_conversions", "attributed_value", by=by)
    assert len(rows) == 9 * len(wanted)
    for row in rows:
        conversions, value = wanted[row["conversion_type"]]
        assert row["attributed_conversions"] == pytest.approx(conversions, rel=1e-9)
        assert row["attributed_value"] == value


def test_what_channels_cost_is_what_the_files_say(seller: MadeUp) -> None:
    metrics = Metrics(seller.company.warehouse)
    found: dict[tuple[date, str, str], Decimal] = defaultdict(Decimal)
    for cost in owner_files.read_company(seller.files).costs:
        kind = "media_spend" if cost.kind == "advertising" else "sales_cost"
        found[date.fromisoformat(f"{cost.month}-01"), cost.channel, kind] += cost.amount
    rows = records(metrics, "media_spend", "sales_cost", by=["acquisition_channel"], grain="month")
    said = {
        (row["month"], row["acquisition_channel"], kind): row[kind]
        for row in rows
        for kind in ("media_spend", "sales_cost")
        if row[kind] is not None
    }
    assert said == dict(found)
    ((total,),) = metrics.query(request(["total_cost"])).rows
    assert total == sum(found.values())


def test_spend_is_that_of_the_file(lottery: MadeUp) -> None:
    metrics = Metrics(lottery.company.warehouse)
    ((total,),) = metrics.query(request(["media_spend"])).rows
    assert total == Decimal(lottery.truth["spend"]["total"])


def test_revenue_of_the_month_to_date(shop: MadeUp) -> None:
    metrics = Metrics(shop.company.warehouse)
    sold: dict[date, Decimal] = defaultdict(Decimal)
    for order in shop.table("marts.orders"):
        sold[order["ordered_date"]] += order["amount"] or 0
    rows = records(metrics, "order_revenue_mtd", grain="day")
    assert len(rows) > 300
    for row in rows:
        day = row["day"]
        first = day.replace(day=1)
        expected = sum(amount for one, amount in sold.items() if first <= one <= day)
        assert (row["order_revenue_mtd"] or 0) == expected, day


@pytest.mark.parametrize("name", ["shop", "lottery"])
def test_first_purchases_within_30_days_of_a_signup(
    name: str, request: pytest.FixtureRequest
) -> None:
    found: MadeUp = request.getfixturevalue(name)
    metrics = Metrics(found.company.warehouse)
    rows = found.table("marts.fct_conversions")
    bought: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        if row["conversion_type"] == "first_purchase" and row["person_id"]:
            bought[row["person_id"]].append(row["converted_date"])
    expected: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        day = row["converted_date"]
        if row["conversion_type"] == "signup" and (metrics.publication.as_of - day).days >= 30:
            later = bought.get(row["person_id"], [])
            expected[begin(day, "month")].append(sum(0 <= (one - day).days <= 30 for one in later))
    said = records(metrics, "signup_to_purchase_rate", grain="month")
    assert expected
    assert {row["month"]: row["signup_to_purchase_rate"] for row in said} == {
        month: pytest.approx(sum(some) / len(some)) for month, some in expected.items()
    }
