"""The process behind the `jaffle` data can be found in its files."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from scipy.special import hyp2f1

from gtm_tower.sources.generate import Generated, jaffle
from support.extract import rows_of
from support.generated import truth_of, write
from support.jaffle_files import Shop, read_shop


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return write(jaffle.generate, tmp_path_factory.mktemp("large"), scale=6.0)


@pytest.fixture(scope="module")
def truth(large: Generated) -> Any:
    return truth_of(large)


@pytest.fixture(scope="module")
def shop(large: Generated) -> Shop:
    return read_shop(large.truth.parent)


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def standard_error(values: Sequence[float]) -> float:
    middle = mean(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values)) / len(values)


def expected_repeats(purchasing: Any, days: float) -> float:
    """Expected repeats within days of the first purchase: Fader, Hardie, Lee 2005, equation 9."""
    r, alpha, a, b = (purchasing[name] for name in ("r", "alpha", "a", "b"))
    past = hyp2f1(r, b, a + b - 1, days / (alpha + days))
    gone = (alpha / (alpha + days)) ** r * float(past)
    return float((a + b - 1) / (a - 1) * (1 - gone))


def ages(truth: Any, shop: Shop) -> list[int]:
    """Days from the first purchase to the end, by buyer."""
    end = date.fromisoformat(truth["spec"]["end"])
    return [(end - customer.orders[0].day).days for customer in shop.buyers]


def test_repeats_are_those_of_the_process(truth: Any, shop: Shop) -> None:
    """Their mean, and the share of customers without any; days hide a few of the fastest."""
    purchasing = truth["process"]["purchasing"]
    repeats = [len(customer.days) - 1 for customer in shop.buyers]
    expected = mean([expected_repeats(purchasing, age + 0.5) for age in ages(truth, shop)])
    assert mean(repeats) == pytest.approx(expected, abs=3 * standard_error(repeats) + 0.03)
    r, alpha = purchasing["r"], purchasing["alpha"]
    none = [(alpha / (alpha + age + 0.5)) ** r for age in ages(truth, shop)]
    error = math.sqrt(sum(chance * (1 - chance) for chance in none)) / len(none)
    found = repeats.count(0) / len(repeats)
    assert found == pytest.approx(mean(none), abs=3 * error + 0.005)


def test_the_time_after_the_end_follows_the_same_process(truth: Any, shop: Shop) -> None:
    purchasing, holdout = truth["process"]["purchasing"], truth["holdout"]
    expected = sum(
        expected_repeats(purchasing, age + holdout["days"]) - expected_repeats(purchasing, age)
        for age in ages(truth, shop)
    )
    assert holdout["customers"] == len(shop.buyers)
    assert holdout["purchase_days"] == pytest.approx(expected, rel=0.12)
    parts = holdout["from_repeats"].values()
    for name in ("customers", "alive", "buying", "purchase_days"):
        assert sum(part[name] for part in parts) == holdout[name]
    # only a repeat is followed by leaving
    assert holdout["from_repeats"]["0"]["alive"] > 0.99 * holdout["from_repeats"]["0"]["customers"]
    assert all(part["buying"] <= part["alive"] < part["customers"] for part in list(parts)[1:])


def test_a_day_is_worth_what_the_process_says(truth: Any, shop: Shop) -> None:
    """The mean over customers, the spread within them, and independence of frequency."""
    spending = truth["process"]["spending"]
    worth = [
        [value / 100 for value in customer.days.values() if value > 0] for customer in shop.buyers
    ]
    worth = [values for values in worth if values]
    means = [mean(values) for values in worth]
    assert mean(means) == pytest.approx(spending["mean"], abs=3 * standard_error(means))
    # of a gamma variate with shape p the squared coefficient of variation is 1 / p
    within = [
        sum((value - mean(values)) ** 2 for value in values) / (len(values) - 1) / mean(values) ** 2
        for values in worth
        if len(values) > 9
    ]
    assert mean(within) == pytest.approx(1 / spending["p"], rel=0.1)
    often = [average for average, values in zip(means, worth, strict=True) if len(values) > 3]
    assert mean(often) == pytest.approx(mean(means), abs=4 * standard_error(often))


def test_shares_are_the_planted_ones(truth: Any, shop: Shop) -> None:
    process, paid = truth["process"], [order for order in shop.orders if order.amount]
    parts = sum(len(order.payments) == 2 for order in paid) / len(paid)
    assert parts == pytest.approx(process["two_part_share"], abs=0.01)
    assert max(len(order.payments) for order in shop.orders) == 2
    days = sum(len(customer.days) for customer in shop.buyers)
    assert len(shop.orders) / days - 1 == pytest.approx(process["same_day_share"], abs=0.01)
    tracked = truth["channels"]["unknown (missing)"]["orders"]
    assert 1 - tracked / len(shop.orders) == pytest.approx(process["tracked_share"], abs=0.01)
    assert 0 < truth["orders"]["without_payment"] < 0.03 * len(shop.orders)
    assert 0 < truth["orders"]["free"] < 0.02 * len(shop.orders)


def test_products_differ_in_returns_and_coupons(truth: Any, shop: Shop) -> None:
    products = {name: row for name, row in truth["products"].items() if "planted" in row}
    for name, found in products.items():
        planted, orders = found["planted"], found["orders"]
        for share, count in (
            (planted["return_rate"], found["returned"] + found["return_pending"]),
            (planted["coupon_share"], coupon_orders(shop, name)),
        ):
            error = math.sqrt(share * (1 - share) / orders)
            # the latest orders cannot be returned yet, and free ones have a coupon too
            assert -4 * error - 0.1 * share < count / orders - share < 4 * error + 0.015
    rates = [
        one["planted"]["return_rate"] for one in truth["products"].values() if "planted" in one
    ]
    assert max(rates) > 10 * min(rates)


def coupon_orders(shop: Shop, product: str) -> int:
    """Orders of a product with a payment by coupon."""
    return sum(
        any(payment.method == "coupon" for payment in order.payments)
        for order in shop.orders
        if order.product == product
    )


def test_some_products_grow_and_some_fade(truth: Any, shop: Shop) -> None:
    middle = sorted(order.day for order in shop.orders)[len(shop.orders) // 2]

    def growth(product: str) -> float:
        days = [order.day for order in shop.orders if order.product == product]
        return sum(day > middle for day in days) / sum(day <= middle for day in days)

    assert growth("Vegan Filling Set") > 1.3
    assert growth("Travel Jaffle Iron") < 0.7


def test_customers_have_favourite_categories(truth: Any, large: Generated) -> None:
    """Two products of one category are bought together more often than two others."""
    products, customers = truth["products"], truth["purchase_days"]["customers"]
    category = {row["product_name"]: row["category"] for row in rows_of(large.files["products"])}
    lifts: dict[bool, list[float]] = {True: [], False: []}
    for pair, count in truth["cross_sell"].items():
        first, second = pair.split(" + ")
        alone = products[first]["customers"] * products[second]["customers"] / customers
        lifts[category[first] == category[second]].append(count / alone)
    assert mean(lifts[True]) > 1.15 * mean(lifts[False])
