"""Monthly cohorts of the customers of a made-up shop against the truth and a plain reading."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from builds.made_up import END, MadeUp
from support.jaffle_files import UNKNOWN, Shop

pytestmark = pytest.mark.slow


def test_cohorts_are_the_true_ones_to_the_cent(shop: MadeUp) -> None:
    rows = shop.query(
        "select cast(cohort_month as varchar), months_since, cohort_size, active_count,"
        " retention_rate, cohort_revenue, cumulative_revenue, ltv_per_customer"
        " from marts.customer_cohorts where is_observable order by 1, 2"
    )
    cells: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for month, *cell in rows:
        cells[month[:7]].append(tuple(cell))
    truth = {name: one for name, one in shop.truth["cohorts"].items() if one["customers"]}
    assert cells.keys() == truth.keys()
    for name, one in truth.items():
        ages = [cell[0] for cell in cells[name]]
        assert ages == list(range(len(one["active"])))
        assert [cell[2] for cell in cells[name]] == one["active"]
        total = Decimal(0)
        for (_, size, active, rate, revenue, cumulative, worth), amount in zip(
            cells[name], one["revenue"], strict=True
        ):
            total += Decimal(amount)
            assert size == one["customers"]
            assert rate == pytest.approx(active / size, rel=1e-12)
            assert (revenue or Decimal(0), cumulative) == (Decimal(amount), total)
            assert worth == pytest.approx(float(total) / size, rel=1e-12)
        assert cells[name][0][3] == 1


def test_cohorts_are_dense_and_end_with_as_of(shop: MadeUp) -> None:
    ((cohorts, ages, cells, unseen, shown),) = shop.query(
        "select count(distinct cohort_month), count(distinct months_since), count(*),"
        " sum(case when is_observable then 0 else 1 end),"
        " sum(case when is_observable or active_count is null and cohort_revenue is null"
        " and cohort_quality is null then 0 else 1 end) from marts.customer_cohorts"
    )
    assert cells == cohorts * ages
    assert unseen > 0
    assert shown == 0
    ((last,),) = shop.query(
        "select max(date_month) from marts.customer_cohorts where is_observable"
    )
    assert last == END.replace(day=1)


def test_products_of_a_cohort_are_those_it_ordered_most(shop: MadeUp, shop_read: Shop) -> None:
    ordered: dict[str, Counter[str]] = defaultdict(Counter)
    for customer in shop_read.buyers:
        month = min(order.day for order in customer.orders).strftime("%Y-%m")
        ordered[month].update(o.product for o in customer.orders if o.product != UNKNOWN)
    rows = shop.query(
        "select distinct cast(cohort_month as varchar), top_products from marts.customer_cohorts"
    )
    found = {month[:7]: products for month, products in rows}
    assert len(found) == len(rows) == len(ordered)
    for month, counts in ordered.items():
        most = sorted(counts, key=lambda name: (-counts[name], name.encode()))[:3]
        assert found[month] == ("; ".join(most) or None)
