"""The marts of products and of high jackpots against the truth and a plain reading of the files,
and how many checks stand behind them."""

from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from builds.company import Company
from builds.made_up import END, MadeUp
from gtm_tower.pipeline.project import find_feeds
from gtm_tower.workspace import DBT_PACKAGE
from support.jaffle_files import UNKNOWN, Order, Shop
from support.lottery_files import Lottery

pytestmark = pytest.mark.slow

TREND_DAYS, MIN_CUSTOMERS, MIN_ORDERS, MAX_RETURNS = 90, 10, 10, Fraction(1, 10)
# folders of models and checks, and how many checks the two source documents count
DOMAINS = ("customers", "products", "jackpot", "identity", "attribution")
COUNTED = {"jaffle": 90, "lottery": 71}


# counts of the truth, and the columns that hold them
COLUMNS = {
    "orders": "order_count",
    "customers": "customer_count",
    "new_customers": "new_customer_count",
    "returned": "returned_order_count",
}


@pytest.fixture(scope="module")
def products(shop: MadeUp) -> dict[str, dict[str, Any]]:
    """The rows of product_performance by the name of the product."""
    return {row["product_name"]: row for row in shop.table("marts.product_performance")}


@pytest.fixture(scope="module")
def sold(shop_read: Shop) -> dict[str, list[Order]]:
    """The orders of each product, by its name."""
    orders = defaultdict(list)
    for order in shop_read.orders:
        orders[order.product].append(order)
    return dict(orders)


def test_products_are_the_true_ones(shop: MadeUp, products: dict[str, dict[str, Any]]) -> None:
    truth = shop.truth["products"]
    assert products.keys() == truth.keys()
    for name, row in products.items():
        wanted = truth[name]
        assert {key: row[column] for key, column in COLUMNS.items()} == {
            key: wanted[key] for key in COLUMNS
        }, name
        assert str(row["total_revenue"]) == wanted["revenue"], name
        promotional = Decimal(wanted["coupon_revenue"]) + Decimal(wanted["gift_card_revenue"])
        assert row["promotional_amount"] == promotional, name
    assert truth[UNKNOWN]["orders"] > 0


def test_rates_are_their_parts_over_their_whole(
    products: dict[str, dict[str, Any]], sold: dict[str, list[Order]], shop_read: Shop
) -> None:
    revenue = sum(order.amount for order in shop_read.orders)
    for name, orders in sold.items():
        row, paid = products[name], [order for order in orders if order.payments]
        share = sum(order.amount for order in orders) / revenue
        promotional = sum(
            order.paid_with("coupon") + order.paid_with("gift_card") for order in paid
        )
        wanted = {
            "revenue_share_rate": share,
            "penetration_rate": len({o.customer_id for o in orders}) / len(shop_read.buyers),
            "return_rate": sum(o.status == "returned" for o in orders) / len(orders),
            "promotional_rate": promotional / sum(order.amount for order in paid),
        }
        assert {key: row[key] for key in wanted} == pytest.approx(wanted, rel=1e-9), name
        assert row["known_amount_count"] == row["paid_order_count"] == len(paid)


def test_the_preferred_method_is_the_one_most_orders_are_mostly_paid_by(
    products: dict[str, dict[str, Any]], sold: dict[str, list[Order]]
) -> None:
    for name, orders in sold.items():
        used = Counter(main_method(order) for order in orders if order.payments)
        ranked = [*sorted(used, key=lambda method: (-used[method], method)), None, None][:2]
        row, total = products[name], sum(used.values())
        assert [row["preferred_method"], row["second_method"]] == ranked, name
        assert row["preferred_method_rate"] == pytest.approx(used[ranked[0] or ""] / total)


def main_method(order: Order) -> str:
    """The method that paid most of an order."""
    paid: Counter[str] = Counter()
    for payment in order.payments:
        paid[payment.method] += payment.amount
    return min(paid, key=lambda method: (-paid[method], method))


def test_classes_trends_and_statuses_follow_their_rules(
    products: dict[str, dict[str, Any]], sold: dict[str, list[Order]]
) -> None:
    revenue = {name: sum(order.amount for order in orders) for name, orders in sold.items()}
    del revenue[UNKNOWN]
    ranked = sorted(revenue, key=lambda name: (-revenue[name], products[name]["product_id"]))
    total, before = sum(max(0, worth) for worth in revenue.values()), 0
    windows = {name: [window(orders, back) for back in (0, 1)] for name, orders in sold.items()}
    totals = [sum(sums[back][1] for sums in windows.values()) for back in (0, 1)]
    for place, name in enumerate(ranked, start=1):
        (recent, recent_worth), (earlier, earlier_worth) = windows[name]
        row, orders = products[name], sold[name]
        share = Fraction(before, total)
        abc = "A" if share < Fraction(4, 5) else "B" if share < Fraction(19, 20) else "C"
        is_gaining = recent_worth > 0 and recent_worth * totals[1] >= earlier_worth * totals[0]
        differ = (recent - earlier) ** 2 > 1.96**2 * (recent + earlier)
        stage = ("growth" if recent > earlier else "declining") if differ else "mature"
        returned = Fraction(sum(o.status == "returned" for o in orders), len(orders))
        assert len(orders) >= MIN_ORDERS  # none of them is too small
        assert (row["revenue_rank"], row["abc_category"]) == (place, abc), name
        assert (row["recent_order_count"], row["earlier_order_count"]) == (recent, earlier), name
        assert (row["lifecycle_stage"], row["is_gaining_share"]) == (stage, is_gaining), name
        assert row["product_status"] == status_of(returned, stage, abc, is_gaining), name
        before += max(0, revenue[name])
    assert {"Star", "Cash Cow", "Problem"} <= {row["product_status"] for row in products.values()}
    unknown = products[UNKNOWN]
    assert (unknown["abc_category"], unknown["revenue_rank"]) == (None, None)
    assert unknown["product_status"] == UNKNOWN


def window(orders: list[Order], back: int) -> tuple[int, int]:
    """How many orders were in the last days, or in those `back` times as many days before, and
    what they were worth."""
    some = [order for order in orders if (END - order.day).days // TREND_DAYS == back]
    return len(some), sum(order.amount for order in some)


def status_of(returned: Fraction, stage: str, abc: str, is_gaining: bool) -> str:
    """The status of a product that is not too small."""
    if returned > MAX_RETURNS:
        return "Problem"
    if stage == "declining":
        return "Declining"
    if abc == "A":
        return "Star" if is_gaining else "Cash Cow"
    return "Problem" if is_gaining else "Declining"


def test_pairs_are_the_true_ones_with_their_lift(
    shop: MadeUp, sold: dict[str, list[Order]], products: dict[str, dict[str, Any]]
) -> None:
    buyers = {
        name: {order.customer_id for order in orders}
        for name, orders in sold.items()
        if name != UNKNOWN
    }
    everybody = len(set().union(*buyers.values()))
    wanted: dict[frozenset[str], tuple[int, Fraction]] = {}
    lifts: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for one, other in combinations(buyers, 2):
        both = len(buyers[one] & buyers[other])
        if both >= MIN_CUSTOMERS:
            lift = Fraction(both * everybody, len(buyers[one]) * len(buyers[other]))
            wanted[frozenset((one, other))] = (both, lift)
            lifts[one][other] = lifts[other][one] = lift
    rows = shop.table("marts.fct_product_affinity")
    found = {frozenset((row["product_name"], row["other_product_name"])): row for row in rows}
    assert found.keys() == wanted.keys()
    assert len(found) == len(rows)
    for pair, (both, lift) in wanted.items():
        row = found[pair]
        assert (row["customer_count"], row["base_customer_count"]) == (both, everybody)
        assert row["lift"] == pytest.approx(float(lift), rel=1e-12)
        confidence = both / len(buyers[row["product_name"]])
        assert row["confidence_rate"] == pytest.approx(confidence, rel=1e-12)
    truth = {frozenset(key.split(" + ")): count for key, count in shop.truth["cross_sell"].items()}
    assert {pair: row["customer_count"] for pair, row in found.items()} == {
        pair: count for pair, count in truth.items() if count >= MIN_CUSTOMERS
    }
    assert 0 < len(found) < len(truth)  # some pairs are too rare to say anything
    for name, row in products.items():
        best = max(lifts[name].values(), default=Fraction(0))
        if best > 1:
            assert lifts[name][row["companion_product_name"]] == best, name
        else:
            assert row["companion_product_name"] is None, name


def test_files_without_products_block_what_is_about_products(classic: Company) -> None:
    rows = classic.query(
        "select mart, is_live, blocked_by, row_count from meta.marts"
        " where mart in ('product_performance', 'fct_product_affinity')"
    )
    reason = "nothing in orders.product_id or orders.product_name"
    assert sorted(rows) == [
        ("fct_product_affinity", False, reason, 0),
        ("product_performance", False, reason, 0),
    ]
    shown = classic.gtm("status", "--format", "csv")
    assert reason in next(
        line for line in shown.stdout.splitlines() if "product_performance" in line
    )


@pytest.mark.parametrize("touch", ["first", "last"])
def test_players_of_high_jackpots_are_the_true_ones(lottery: MadeUp, touch: str) -> None:
    truth = lottery.truth["jackpot_players"]
    names = ("members", "buyers", "high_jackpot_players")
    rows = lottery.query(
        "select campaign, sum(member_count), sum(buyer_count), sum(high_jackpot_player_count)"
        f" from marts.high_jackpot_analysis where touch = '{touch}' group by 1"
    )
    assert {
        campaign: dict(zip(names, map(int, counts), strict=True)) for campaign, *counts in rows
    } == truth[f"by_{touch}_touch"]
    assert [sum(int(row[1 + place]) for row in rows) for place in range(3)] == [
        truth[name] for name in names
    ]


def test_spend_is_there_once_for_each_touch(lottery: MadeUp) -> None:
    truth = lottery.truth["spend"]
    rows = lottery.query(
        "select touch, campaign || ' / ' || channel, spend from marts.high_jackpot_analysis"
        " where spend is not null"
    )
    for touch in ("first", "last"):
        found = {place: str(spend) for one, place, spend in rows if one == touch}
        assert found == truth["by_campaign_and_channel"]
    nobody = lottery.query(
        "select distinct campaign from marts.high_jackpot_analysis"
        " where spend > 0 and member_count = 0 and cost_per_player is null"
    )
    assert {"night_display", "radio_spots"} <= {campaign for (campaign,) in nobody}


def test_revenue_of_high_jackpots_is_that_of_their_games(
    lottery: MadeUp, lottery_read: Lottery
) -> None:
    high = {
        game
        for game, (_, jackpot) in lottery_read.jackpots.items()
        if jackpot is not None and jackpot > 100_000_000
    }
    tickets = lottery_read.purchases
    wanted = (
        sum(ticket.amount for ticket in tickets),
        sum(ticket.amount for ticket in tickets if ticket.game in high),
    )
    rows = lottery.query(
        "select sum(total_revenue), sum(high_jackpot_revenue) from marts.high_jackpot_analysis"
        " group by touch"
    )
    assert rows == [wanted, wanted]


def test_small_groups_are_not_ranked(lottery: MadeUp) -> None:
    rows = lottery.table("marts.high_jackpot_analysis")
    for row in rows:
        ranks = [row[name] for name in ("high_jackpot_rank", "cost_rank", "roas_rank")]
        assert row["is_too_small"] == (row["member_count"] < 10)
        if row["is_too_small"] or row["campaign"] == "(none)":
            assert ranks == [None, None, None]
    for touch in ("first", "last"):
        some = [row for row in rows if row["touch"] == touch and row["high_jackpot_rank"]]
        some.sort(key=lambda row: row["high_jackpot_rank"])
        lows = [row["high_jackpot_ci_low"] for row in some]
        assert lows == sorted(lows, reverse=True)


@pytest.mark.parametrize("template", COUNTED)
def test_at_least_as_many_checks_as_its_document_counts(
    template: str, request: pytest.FixtureRequest
) -> None:
    company: MadeUp = request.getfixturevalue({"jaffle": "shop", "lottery": "lottery"}[template])
    checks = {name for (name,) in company.query("select check_name from meta.checks")}
    models = {
        path.stem
        for domain in DOMAINS
        for layer in ("intermediate", "marts")
        for path in (DBT_PACKAGE / "models" / layer / domain).glob("*.sql")
    } | {f"{stage}__{name}" for name in find_feeds([template]) for stage in ("received", "inputs")}
    singular = {
        path.stem
        for domain in (*DOMAINS, "inputs")
        for path in (DBT_PACKAGE / "tests" / domain).glob("*.sql")
    }
    counted = {
        name
        for name in checks
        if name in singular or any(f"_{model}_" in f"_{name}_" for model in models)
    }
    assert len(counted) >= COUNTED[template], sorted(counted)
