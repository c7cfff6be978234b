"""The marts of customers: those of a made-up shop and a made-up lottery against a plain reading of
their files and the truth, those of the published shop files against the published figures."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from builds.company import Company
from builds.made_up import END, MadeUp
from support.customers import TIERS, WEIGHTS, Bought, ltv_score, parts, rfm, segment_of
from support.jaffle_files import UNKNOWN, Shop
from support.lottery_files import Event, Lottery, people_of
from support.real_data import real_data

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shoppers(shop_read: Shop) -> dict[str, Bought]:
    """What the customers of the shop did."""
    return {
        customer.customer_id: Bought(
            days=[order.day for order in customer.orders],
            amounts=[
                Decimal(order.amount) / 100 if order.payments else None for order in customer.orders
            ],
            products={order.product for order in customer.orders} - {UNKNOWN},
        )
        for customer in shop_read.customers
    }


@pytest.fixture(scope="module")
def players(lottery_read: Lottery) -> dict[str, Bought]:
    """What the members of the lottery did."""
    return {
        member.user_id: Bought(
            days=[ticket.at.date() for ticket in member.purchases],
            amounts=[ticket.amount for ticket in member.purchases],
            products={ticket.game for ticket in member.purchases},
            deposited=sum((one.amount for one in member.deposits), Decimal(0))
            if member.deposits
            else None,
        )
        for member in lottery_read.members.values()
    }


def published(company: MadeUp | Company, mart: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    """Columns of a mart by customer."""
    rows = company.query(f"select customer_id, {', '.join(columns)} from marts.{mart}")
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: row[1:] for row in rows}


def test_the_classic_customers_have_the_published_figures(classic: Company) -> None:
    found = published(classic, "customers", "order_count", "lifetime_value")
    with_orders = [worth for count, worth in found.values() if count]
    assert (len(found), len(with_orders), sum(with_orders)) == (100, 62, Decimal("1672.00"))
    assert found["1"] == (2, Decimal("33.00"))
    totals = "select count(*), sum(amount), sum(paid_amount), sum(payment_count) from marts.orders"
    assert classic.query(totals) == [(99, Decimal("1672.00"), Decimal("1672.00"), 113)]


def test_what_the_classic_files_lack_is_null_and_nothing_is_blocked(classic: Company) -> None:
    live = classic.query("select mart from meta.marts where is_live")
    assert {mart for (mart,) in live} >= {
        *("customers", "orders", "int_customer_activity", "customer_segmentation"),
        *("customer_cohorts", "customer_ltv_scoring", "dim_customer"),
    }
    orders = "select count(product_id), count(channel), count(campaign) from marts.orders"
    assert classic.query(orders) == [(0, 0, 0)]
    missing = "select distinct missing_parts from marts.customer_ltv_scoring"
    assert classic.query(missing) == [("deposits, variety",)]
    cohorts = classic.query(
        "select cast(cohort_month as varchar), cohort_size, count(top_products)"
        " from marts.customer_cohorts group by 1, 2 order by 1"
    )
    firsts: dict[str, str] = {}
    with (real_data("jaffle_classic") / "raw_orders.csv").open(encoding="utf-8") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["order_date"]):
            firsts.setdefault(row["user_id"], row["order_date"][:7])
    sizes = Counter(firsts.values())
    assert [(month[:7], size, known) for month, size, known in cohorts] == [
        (month, sizes[month], 0) for month in sorted(sizes)
    ]


def test_orders_are_the_true_ones(shop: MadeUp) -> None:
    truth = shop.truth["orders"]
    ((count, revenue, unknown, free, in_parts, early),) = shop.query(
        "select count(*), sum(amount), sum(case when is_amount_known then 0 else 1 end),"
        " sum(case when amount = 0 then 1 else 0 end),"
        " sum(case when is_paid_in_parts then 1 else 0 end),"
        " sum(case when is_before_signup then 1 else 0 end) from marts.orders"
    )
    assert (count, str(revenue), unknown) == tuple(
        truth[key] for key in ("orders", "revenue", "without_payment")
    )
    assert (free, in_parts, early) == tuple(
        truth[key] for key in ("free", "paid_in_parts", "before_signup")
    )
    rows = shop.query("select status, count(*), sum(amount) from marts.orders group by 1")
    assert {status: (number, str(amount)) for status, number, amount in rows} == {
        status: (one["orders"], one["revenue"]) for status, one in truth["by_status"].items()
    }


def test_each_way_of_paying_has_its_true_amount(shop: MadeUp) -> None:
    methods = shop.truth["payments"]["by_method"]
    wanted = {name: Decimal(one["amount"]) for name, one in methods.items()}
    ((card, bank, promotional, other, refunded),) = shop.query(
        "select sum(card_amount), sum(bank_amount), sum(promotional_amount), sum(other_amount),"
        " sum(refunded_amount) from marts.orders"
    )
    assert (card, bank, other) == tuple(
        wanted[name] for name in ("credit_card", "bank_transfer", UNKNOWN)
    )
    assert promotional == wanted["coupon"] + wanted["gift_card"]
    assert -refunded == Decimal(shop.truth["payments"]["refunds"]["amount"])


def test_each_order_is_worth_its_payments(shop: MadeUp, shop_read: Shop) -> None:
    rows = shop.query(
        "select order_id, customer_id, amount, payment_count, primary_method, order_number"
        " from marts.orders"
    )
    places = {
        order.order_id: place
        for customer in shop_read.customers
        for place, order in enumerate(customer.orders, start=1)
    }
    assert {row[0] for row in rows} == places.keys()
    read = {order.order_id: order for order in shop_read.orders}
    for order_id, customer_id, amount, count, method, number in rows:
        order = read[order_id]
        assert (customer_id, count, number) == (
            order.customer_id,
            len(order.payments),
            places[order_id],
        )
        paid: Counter[str] = Counter()
        for payment in order.payments:
            paid[payment.method] += payment.amount
        if not paid:
            assert (amount, method) == (None, None)
            continue
        assert amount == Decimal(order.amount) / 100
        assert method == min(paid, key=lambda name: (-paid[name], name.encode()))


def test_activity_adds_up_order_by_order(shop: MadeUp, shop_read: Shop) -> None:
    rows = shop.query(
        "select order_id, lifecycle_stage, cumulative_value, days_since_previous_order,"
        " days_since_first_order, is_last_order from marts.int_customer_activity"
    )
    found = {row[0]: row[1:] for row in rows}
    assert len(found) == len(rows) == len(shop_read.orders)
    for customer in shop_read.buyers:
        total, days = None, [order.day for order in customer.orders]
        for place, order in enumerate(customer.orders):
            if order.payments:
                total = (total or Decimal(0)) + Decimal(order.amount) / 100
            assert found[order.order_id] == (
                ["new", "returning", "returning", "regular"][min(place, 3)],
                total,
                (order.day - days[place - 1]).days if place else None,
                (order.day - days[0]).days,
                place == len(days) - 1,
            )


def test_customers_are_the_true_ones(
    shop: MadeUp, shoppers: dict[str, Bought], lottery: MadeUp, players: dict[str, Bought]
) -> None:
    counts = Counter(min(len(one.days), 2) for one in shoppers.values())
    truth = shop.truth["customers"]
    assert [counts[0], counts[1], counts[2]] == [
        truth[key] for key in ("without_orders", "with_one_order", "with_repeat_orders")
    ]
    check_customers(shop, shoppers)
    check_customers(lottery, players)


def check_customers(company: MadeUp, bought: Mapping[str, Bought]) -> None:
    """Counts, worth and rhythm of every customer of the 360 view."""
    found = published(
        company,
        "customers",
        *("order_count", "lifetime_value", "average_order_value", "first_order_date"),
        *("last_order_date", "expected_gap_days", "churn_risk"),
    )
    assert found.keys() == bought.keys()
    for key, one in bought.items():
        count, worth, average, first, last, gap, risk = found[key]
        assert (count, worth) == (len(one.days), one.worth), key
        valued = [amount for amount in one.amounts if amount is not None]
        known = float(sum(valued)) / len(valued) if valued else None
        assert average == (None if known is None else pytest.approx(known, rel=1e-12))
        assert (first, last) == ((min(one.days), max(one.days)) if one.days else (None, None))
        days = sorted(set(one.days))
        if len(days) < 2:
            assert (gap, risk) == (None, None)
            continue
        rhythm = (days[-1] - days[0]).days / (len(days) - 1)
        assert gap == pytest.approx(rhythm, rel=1e-12)
        assert risk == pytest.approx((END - days[-1]).days / rhythm, rel=1e-12)


@pytest.mark.parametrize("business", ["shop", "lottery"])
def test_scores_and_segments_of_every_customer(
    business: str, request: pytest.FixtureRequest
) -> None:
    company = request.getfixturevalue(business)
    bought = request.getfixturevalue({"shop": "shoppers", "lottery": "players"}[business])
    wanted = rfm(bought)
    found = published(company, "customer_segmentation", "r_score", "f_score", "m_score", "segment")
    assert found.keys() == bought.keys()
    for key, (*given, segment) in found.items():
        assert tuple(given) == wanted.get(key, (None, None, None)), key
        assert segment == segment_of(wanted.get(key))
    assert len({segment for *_, segment in found.values()}) >= 11


@pytest.mark.parametrize("business", ["shop", "lottery"])
def test_ltv_scores_are_the_weighed_parts(business: str, request: pytest.FixtureRequest) -> None:
    company = request.getfixturevalue(business)
    bought = request.getfixturevalue({"shop": "shoppers", "lottery": "players"}[business])
    columns = (*(f"{name}_score" for name in WEIGHTS), "ltv_score", "vip_tier")
    found = published(company, "customer_ltv_scoring", *columns)
    assert found.keys() == bought.keys()
    for key, known in parts(bought, END).items():
        *given, score, tier = found[key]
        assert given == [known.get(name) for name in WEIGHTS], key
        exact = ltv_score(known)
        assert score == pytest.approx(float(exact), rel=1e-12)
        assert tier == next(name for least, name in TIERS if exact >= least)
    has_deposits = business == "lottery"
    assert all((row[3] is not None) == has_deposits for row in found.values())


def test_first_deposits_and_purchases_are_the_true_ones(lottery: MadeUp) -> None:
    truth = lottery.truth["deposits"]
    ((players, amount, deposited),) = lottery.query(
        "select count(first_deposit_at), sum(first_deposit_amount), sum(deposit_amount)"
        " from marts.dim_customer"
    )
    assert (players, str(amount), str(deposited)) == tuple(
        truth[key] for key in ("players", "first_amount", "amount")
    )
    assert truth["smallest_amount"] != truth["first_amount"]
    rows = lottery.query(
        "select country, count(*), count(days_to_first_purchase), sum(days_to_first_purchase),"
        " sum(case when is_purchase_before_signup then 1 else 0 end) from marts.dim_customer"
        " group by 1"
    )
    keys = ("members", "timed", "days", "before_signup")
    assert {country: tuple(counts) for country, *counts in rows} == {
        country: tuple(one[key] for key in keys)
        for country, one in lottery.truth["first_purchases"]["by_country"].items()
        if one["members"]
    }
    assert lottery.truth["first_purchases"]["before_signup"] > 0


def test_what_kind_of_player_each_member_is(
    lottery: MadeUp, lottery_read: Lottery, players: dict[str, Bought]
) -> None:
    truth = lottery.truth["jackpot_players"]
    threshold = Decimal(truth["threshold"])
    high = {
        game for game, (_, prize) in lottery_read.jackpots.items() if prize and prize > threshold
    }
    found = published(lottery, "dim_customer", "player_type")
    for key, one in players.items():
        if one.products & high:
            kind = "high jackpot player"
        elif one.days:
            kind = "regular player"
        else:
            kind = "depositor only" if one.deposited is not None else "no play"
        assert found[key] == (kind,), key
    kinds = Counter(kind for (kind,) in found.values())
    assert kinds["high jackpot player"] == truth["high_jackpot_players"]
    assert kinds["high jackpot player"] + kinds["regular player"] == truth["buyers"]


def test_times_from_the_sign_up_are_calendar_days(lottery: MadeUp, lottery_read: Lottery) -> None:
    found = published(
        lottery,
        "dim_customer",
        *("days_to_first_deposit", "days_to_first_purchase", "days_from_deposit_to_purchase"),
        *("is_deposit_before_signup", "is_purchase_before_signup", "is_purchase_before_deposit"),
    )
    for key, member in lottery_read.members.items():
        deposit = first(one.at for one in member.deposits)
        purchase = first(one.at for one in member.purchases)
        pairs = ((member.signed_up, deposit), (member.signed_up, purchase), (deposit, purchase))
        is_early = [bool(start and end and end < start) for start, end in pairs]
        days = [
            (end.date() - start.date()).days if start and end and end >= start else None
            for start, end in pairs
        ]
        assert found[key] == (*days, *is_early), key


def test_the_first_touch_is_the_first_visit_of_the_person(
    lottery: MadeUp, lottery_read: Lottery
) -> None:
    people = people_of(lottery_read.events)
    visits: dict[str, list[Event]] = defaultdict(list)
    for event in lottery_read.events:
        visits[event.session].append(event)
    earliest: dict[Any, tuple[str, str]] = {}
    for events in visits.values():  # in order of their first events
        known = (people[one] for event in events for one in event.ids if one in people)
        moment = events[0].at.isoformat(sep=" ")
        earliest.setdefault(next(known, None), (moment, events[0].campaign or "(direct)"))
    found = published(
        lottery, "dim_customer", "cast(first_touch_at as varchar)", "first_touch_campaign"
    )
    for key, (at, campaign) in found.items():
        wanted = earliest.get(people.get(("user_id", key), "nobody"))
        assert (at, campaign) == (wanted or (None, None)), key
    assert any(at is None for at, _ in found.values())


def first(moments: Iterable[datetime]) -> datetime | None:
    """The earliest of some moments."""
    return min(moments, default=None)


def test_buyers_of_a_shop_are_no_players(shop: MadeUp, shoppers: dict[str, Bought]) -> None:
    kinds = {0: "no purchase", 1: "one-time buyer", 2: "repeat buyer"}
    assert published(shop, "dim_customer", "player_type") == {
        key: (kinds[min(len(one.days), 2)],) for key, one in shoppers.items()
    }
