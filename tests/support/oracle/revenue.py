"""Recurring revenue: what each subscription is worth in each month, and how MRR moves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from support.oracle.contract import Judged, Row
from support.oracle.names import Names
from support.oracle.values import CENT, ZERO, Settings, first_day, rate

MOVEMENTS = {
    "first_observed": "first_observed_mrr",
    "new": "new_mrr",
    "reactivation": "reactivation_mrr",
    "expansion": "expansion_mrr",
    "contraction": "contraction_mrr",
    "churn": "churned_mrr",
}


@dataclass(frozen=True)
class Price:
    """What a subscription is worth in a month; carried where no counted invoice covers it."""

    account_id: str
    subscription_id: str
    month: int
    mrr: Decimal
    is_carried: bool


@dataclass
class AccountMonth:
    """An account in a month, from its first paid one to that of as_of."""

    account_id: str
    month: int
    first_paid_month: int
    is_first_observed: bool
    mrr: Decimal
    prior_mrr: Decimal
    subscription_count: int
    is_carried: bool
    movement: str = ""


@dataclass(frozen=True)
class Revenue:
    """Prices and account-months, the latter by account and month."""

    prices: list[Price]
    months: dict[tuple[str, int], AccountMonth]


def revenue(judged: Judged, settings: Settings) -> Revenue:
    """MRR by account and month."""
    subscriptions = {row["subscription_id"]: row for row in judged.accepted["subscriptions"]}
    bills = _bills(judged, settings, subscriptions)
    prices = [
        price
        for (account_id, subscription_id), months in bills.items()
        for price in _prices(
            account_id, subscription_id, months, subscriptions.get(subscription_id), settings
        )
    ]
    data_start = min((month for months in bills.values() for month in months), default=0)
    served = _first_served_months(judged, settings)
    by_account: dict[str, list[Price]] = defaultdict(list)
    for price in prices:
        by_account[price.account_id].append(price)
    found = Revenue(prices, {})
    for account_id, some in by_account.items():
        for one in _account_months(account_id, some, served.get(account_id), data_start, settings):
            found.months[account_id, one.month] = one
    return found


def service_end(subscription: Row, settings: Settings) -> int | None:
    """The month in which the customer is gone by the policy churn_timing; None while it lasts."""
    ended_at = subscription["ended_at"]
    if settings.policies.churn_timing == "cancel_date":
        ended_at = subscription["cancelled_at"] or ended_at
    return settings.month(ended_at) if ended_at else None


def monthly(found: Revenue, names: Names, settings: Settings) -> list[Row]:
    """fct_revenue_monthly."""
    rows = []
    for one in found.months.values():
        segment, region, channel = names.group(one.account_id)
        row: Row = {
            "account_id": one.account_id,
            "date_month": first_day(one.month),
            "segment": segment,
            "region": region,
            "acquisition_channel": channel,
            "currency": settings.currency,
            "first_paid_month": first_day(one.first_paid_month),
            "movement": one.movement,
            "mrr": one.mrr,
            "arr": one.mrr * 12,
            "prior_mrr": one.prior_mrr,
            "subscription_count": one.subscription_count,
            "is_first_observed": one.is_first_observed,
            "is_carried_forward": one.is_carried,
        }
        for movement, column in MOVEMENTS.items():
            row[column] = abs(one.mrr - one.prior_mrr) if one.movement == movement else ZERO
        rows.append(row)
    return rows


def summary(found: Revenue, names: Names, settings: Settings) -> list[Row]:
    """fct_revenue_summary."""
    groups: dict[tuple[int, str, str, str], list[AccountMonth]] = defaultdict(list)
    for one in found.months.values():
        groups[one.month, *names.group(one.account_id)].append(one)
    return [
        {
            "date_month": first_day(month),
            "segment": segment,
            "region": region,
            "acquisition_channel": channel,
            "currency": settings.currency,
        }
        | _sums(some)
        | _retention(some, {one.account_id: one.prior_mrr for one in some}, "")
        | _retention(some, _year_ago(some, found), "ttm_")
        for (month, segment, region, channel), some in groups.items()
    ]


def _sums(some: list[AccountMonth]) -> Row:
    moved = {
        column: sum((abs(o.mrr - o.prior_mrr) for o in some if o.movement == movement), ZERO)
        for movement, column in MOVEMENTS.items()
    }
    mrr = sum((one.mrr for one in some), ZERO)
    opening = sum(one.prior_mrr > 0 for one in some)
    paying = sum(one.mrr > 0 for one in some)
    gone = sum(one.prior_mrr > 0 and one.mrr == 0 for one in some)
    gained = moved["new_mrr"] + moved["expansion_mrr"] + moved["reactivation_mrr"]
    return moved | {
        "mrr": mrr,
        "arr": mrr * 12,
        "opening_account_count": opening,
        "first_observed_account_count": sum(one.movement == "first_observed" for one in some),
        "new_account_count": sum(one.movement == "new" for one in some),
        "returned_account_count": sum(
            one.prior_mrr == 0 and one.mrr > 0 and one.month > one.first_paid_month for one in some
        ),
        "churned_account_count": gone,
        "account_count": paying,
        "logo_churn_rate": rate(gone, opening),
        "quick_ratio": rate(gained, moved["contraction_mrr"] + moved["churned_mrr"]),
        "arpa": rate(mrr, paying),
    }


def _retention(some: list[AccountMonth], before: dict[str, Decimal], prefix: str) -> Row:
    """NRR and GRR of the accounts that paid at the window's start."""
    start = sum(before.values(), ZERO)
    then = [(one.mrr, before[one.account_id]) for one in some if before.get(one.account_id)]
    retained = sum((now for now, _ in then), ZERO)
    kept = sum((min(now, past) for now, past in then), ZERO)
    return {
        f"{prefix}opening_mrr": start,
        f"{prefix}retained_mrr": retained,
        f"{prefix}kept_mrr": kept,
        f"{prefix}nrr": rate(retained, start),
        f"{prefix}grr": rate(kept, start),
    }


def _year_ago(some: list[AccountMonth], found: Revenue) -> dict[str, Decimal]:
    before = {one.account_id: found.months.get((one.account_id, one.month - 12)) for one in some}
    return {account_id: one.mrr for account_id, one in before.items() if one}


def _bills(
    judged: Judged, settings: Settings, subscriptions: dict[str, Row]
) -> dict[tuple[str, str], dict[int, Decimal]]:
    """What counted invoices say of each subscription by month; one without is its account's own."""
    bills: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for invoice in judged.accepted["invoices"]:
        if invoice["status"] not in (None, *settings.policies.mrr_invoice_statuses):
            continue
        subscription = subscriptions.get(invoice["subscription_id"])
        account_id = subscription["account_id"] if subscription else invoice["account_id"]
        if account_id is None:
            continue
        months = bills[account_id, invoice["subscription_id"] or f"account {account_id}"]
        for month, amount in _parts(invoice, settings):
            months[month] += amount
    return bills


def _parts(invoice: Row, settings: Settings) -> Iterator[tuple[int, Decimal]]:
    """The months an invoice covers, with equal parts of it rounded to cents."""
    first = settings.month(invoice["period_start"] or invoice["invoiced_at"])
    count = 1
    if invoice["period_start"] and invoice["period_end"]:
        count = _length(invoice, settings)
    part = (invoice["amount"] / count).quantize(CENT, ROUND_HALF_UP)
    for month in range(first, first + count):
        yield month, part


def _length(invoice: Row, settings: Settings) -> int:
    """Months of a period, counted in months of 30 days; half a month or more counts as one."""
    start = settings.day(invoice["period_start"])
    after = settings.day(invoice["period_end"]) + timedelta(days=1)
    days = (after.year - start.year) * 360 + (after.month - start.month) * 30
    return max(1, (days + after.day - start.day + 15) // 30)


def _prices(
    account_id: str,
    subscription_id: str,
    bills: dict[int, Decimal],
    subscription: Row | None,
    settings: Settings,
) -> Iterator[Price]:
    """The billed months until service ends; between them a live subscription carries the last."""
    end = service_end(subscription, settings) if subscription else None
    last: Decimal | None = None
    for month in range(min(bills), settings.as_of_month + 1):
        if end is not None and month > end:
            return
        if month in bills:
            last = bills[month]
            yield Price(account_id, subscription_id, month, last, False)
        elif last is not None and subscription and month != end:
            yield Price(account_id, subscription_id, month, last, True)


def _first_served_months(judged: Judged, settings: Settings) -> dict[str, int]:
    served: dict[str, int] = {}
    for row in judged.accepted["subscriptions"]:
        month = settings.month(row["started_at"])
        served[row["account_id"]] = min(month, served.get(row["account_id"], month))
    return served


def _account_months(
    account_id: str, prices: list[Price], served: int | None, data_start: int, settings: Settings
) -> Iterator[AccountMonth]:
    """Dense, from the first paid month; empty for an account that never paid."""
    paid = [price.month for price in prices if price.mrr > 0]
    if not paid:
        return
    first = min(paid)
    is_first_observed = served < data_start if served is not None else first == data_start
    before, last_paid = ZERO, first
    for month in range(first, settings.as_of_month + 1):
        some = [price for price in prices if price.month == month]
        one = AccountMonth(
            account_id,
            month,
            first,
            is_first_observed,
            sum((price.mrr for price in some), ZERO),
            before,
            sum(price.mrr > 0 for price in some),
            any(price.is_carried for price in some),
        )
        months_at_zero = month - last_paid - 1
        one.movement = _movement(one, months_at_zero, settings)
        yield one
        before = one.mrr
        last_paid = month if one.mrr > 0 else last_paid


def _movement(one: AccountMonth, months_at_zero: int, settings: Settings) -> str:
    if one.month == one.first_paid_month:
        return "first_observed" if one.is_first_observed else "new"
    if one.mrr == one.prior_mrr:
        return "retained" if one.mrr else "inactive"
    if not one.prior_mrr and months_at_zero >= settings.policies.reactivation_gap_months:
        return "reactivation"
    if not one.mrr:
        return "churn"
    return "expansion" if one.mrr > one.prior_mrr else "contraction"
