"""What goes before churn: account-months at risk by what was known before each began."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from support.oracle.contract import Judged, Row
from support.oracle.names import Names
from support.oracle.product import Usage, events_begin
from support.oracle.revenue import AccountMonth, Revenue
from support.oracle.support import Ticket
from support.oracle.values import MISSING, ZERO, Settings, first_day, rate

Z = 1.959963984540054
UNKNOWN = "unknown (no data)"
NO_USERS = "no users"
FROM_BEFORE = "unknown (customer before the data)"

Buckets = tuple[Sequence[int | Fraction], Sequence[str]]

# the lower ends of the buckets above the first, and the names of all; of usage 0 is apart
USAGE: Buckets = (
    [Fraction(5, 2), 5, 10],
    ["0", "under 2.5", "2.5 to under 5", "5 to under 10", "10 and more"],
)
ACTIVE_USERS: Buckets = (
    [Fraction(1, 2), Fraction(4, 5)],
    ["none", "under 50%", "50% to under 80%", "80% and more"],
)
BREACHES: Buckets = ([1, 2], ["0", "1", "2 and more"])
TENURE: Buckets = ([3, 6, 12], ["0 to 2", "3 to 5", "6 to 11", "12 and more"])
MRR_BAND: Buckets = (
    [200, 1000, 5000],
    ["under 200", "200 to under 1000", "1000 to under 5000", "5000 and more"],
)
ORDERED = {
    "usage": USAGE[1],
    "active_users": ACTIVE_USERS[1],
    "sla_breaches": BREACHES[1],
    "tenure": TENURE[1],
    "mrr_band": MRR_BAND[1],
}


@dataclass(frozen=True)
class Evidence:
    """All that is known of the accounts."""

    judged: Judged
    found: Revenue
    used: list[Usage]
    tickets: list[Ticket]
    names: Names
    settings: Settings


def drivers(evidence: Evidence) -> list[Row]:
    """fct_churn_drivers."""
    at_risk = [
        one
        for one in evidence.found.months.values()
        if one.prior_mrr > 0 and evidence.settings.is_over(one.month)
    ]
    buckets: dict[tuple[str, str], list[AccountMonth]] = defaultdict(list)
    for one in at_risk:
        for driver, bucket in _buckets(one, evidence).items():
            buckets[driver, bucket].append(one)
    base = rate(sum(one.mrr == 0 for one in at_risk), len(at_risk))
    return [
        {
            "driver": driver,
            "bucket": bucket,
            "bucket_order": 1
            + sum(
                owner == driver and _place(driver, other) < _place(driver, bucket)
                for owner, other in buckets
            ),
            "currency": evidence.settings.currency,
            "base_churn_rate": base,
        }
        | _rated(some, base, evidence.settings)
        for (driver, bucket), some in buckets.items()
    ]


def _place(driver: str, bucket: str) -> tuple[int, int, bytes]:
    """Numbers in their order, names as text; what is unknown comes last."""
    if bucket.startswith("unknown ("):
        return 2, 0, bucket.encode()
    if bucket == NO_USERS:
        return 1, 0, b""
    names = ORDERED.get(driver, [])
    return 0, names.index(bucket) if names else 0, bucket.encode()


def _buckets(one: AccountMonth, evidence: Evidence) -> dict[str, str]:
    """The bucket of each driver, from what was known before the month began."""
    segment, region, channel = evidence.names.group(one.account_id)
    before = evidence.found.months[one.account_id, one.month - 1]
    tenure = before.month - one.first_paid_month
    return _usage_buckets(one, evidence) | {
        "sla_breaches": _breaches(one, evidence),
        "tenure": FROM_BEFORE if one.is_first_observed else _bucket(tenure, TENURE),
        "mrr_band": _bucket(Fraction(one.prior_mrr), MRR_BAND),
        "plan": _plan(before, evidence),
        "invoicing": "carried forward" if before.is_carried else "invoiced",
        "segment": segment,
        "region": region,
        "acquisition_channel": channel,
    }


def _bucket(value: int | Fraction, buckets: Buckets) -> str:
    ends, names = buckets
    return names[bisect_right(ends, value)]


def _share_bucket(value: Fraction, buckets: Buckets) -> str:
    """Of a share, 0 has a bucket of its own."""
    ends, names = buckets
    return names[0] if value == 0 else names[bisect_right(ends, value) + 1]


def _usage_buckets(one: AccountMonth, evidence: Evidence) -> dict[str, str]:
    """Events and active users of the month before, per user created by its end."""
    begin = events_begin(evidence.used)
    if begin is None or one.month - 1 < begin:
        return {"usage": UNKNOWN, "active_users": UNKNOWN}
    users = {
        row["user_id"]
        for row in evidence.judged.accepted["users"]
        if row["account_id"] == one.account_id
        and evidence.settings.month(row["created_at"]) < one.month
    }
    if not users:
        return {"usage": NO_USERS, "active_users": NO_USERS}
    events = [
        used
        for used in evidence.used
        if used.account_id == one.account_id and used.month == one.month - 1
    ]
    active = users & {used.user_id for used in events}
    return {
        "usage": _share_bucket(Fraction(len(events), len(users)), USAGE),
        "active_users": _share_bucket(Fraction(len(active), len(users)), ACTIVE_USERS),
    }


def _breaches(one: AccountMonth, evidence: Evidence) -> str:
    """Tickets of the three months before that were breached when the month began."""
    months = [ticket.month for ticket in evidence.tickets]
    if not months or min(months) > one.month - 3:
        return UNKNOWN
    begins_at = evidence.settings.midnight(first_day(one.month))
    breached = [
        ticket
        for ticket in evidence.tickets
        if ticket.row["account_id"] == one.account_id
        and one.month - 3 <= ticket.month < one.month
        and ticket.state == "breached"
        and ticket.due_at < begins_at
    ]
    return _bucket(len(breached), BREACHES)


def _plan(before: AccountMonth, evidence: Evidence) -> str:
    """The plan of the largest subscription by MRR, the first by its id among equals."""
    prices = [
        price
        for price in evidence.found.prices
        if price.account_id == before.account_id and price.month == before.month and price.mrr > 0
    ]
    largest = min(prices, key=lambda price: (-price.mrr, price.subscription_id.encode()))
    plans = {
        row["subscription_id"]: row["plan"] for row in evidence.judged.accepted["subscriptions"]
    }
    plan = plans.get(largest.subscription_id)
    return MISSING if plan is None else evidence.names.spelled("plan", plan)


def _rated(some: list[AccountMonth], base: float | None, settings: Settings) -> Row:
    """Wilson (1927): (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)."""
    n = len(some)
    churned = [one for one in some if one.mrr == 0]
    p = len(churned) / n
    spread = Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    centre = p + Z**2 / (2 * n)
    return {
        "account_months": n,
        "churned_account_months": len(churned),
        "churned_mrr": sum((one.prior_mrr for one in churned), ZERO),
        "churn_rate": p,
        "lift": rate(p, base),
        "ci_low": (centre - spread) / (1 + Z**2 / n),
        "ci_high": (centre + spread) / (1 + Z**2 / n),
        "is_too_small": n < settings.policies.min_group_size,
    }
