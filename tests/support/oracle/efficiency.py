"""What the customers of a channel cost, what they bring in, and when they have paid it back."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from support.oracle.contract import Judged, Row
from support.oracle.data import first_month
from support.oracle.names import Names
from support.oracle.revenue import Revenue
from support.oracle.values import CENT, ZERO, Settings, first_day, rate

AGES = (1, 3, 6, 12, 24)


@dataclass(frozen=True)
class Cohort:
    """A channel in a month: its spend, the customers won, and their MRR by months since."""

    channel: str
    month: int
    has_spend_data: bool
    spend: Decimal | None
    leads: int | None
    matched_spend: Decimal | None
    customer_count: int
    mrr: list[Decimal]

    @property
    def revenue(self) -> Decimal:
        """MRR of the customers from their first paid month to as_of."""
        return sum(self.mrr, ZERO)

    def margin(self, age: int, settings: Settings) -> Decimal:
        """Margin of the first months, in cents."""
        share = Decimal(str(settings.policies.gross_margin))
        return (sum(self.mrr[:age], ZERO) * share).quantize(CENT, ROUND_HALF_UP)


def cohorts(found: Revenue, judged: Judged, names: Names, settings: Settings) -> list[Cohort]:
    """Every channel with spend or payers, in every month since the first of either."""
    spent = _spend(judged, names, settings)
    won = _won(found, names)
    payers = {
        (names.channel(account_id), month)
        for (account_id, month), one in found.months.items()
        if month == one.first_paid_month
    }
    seen = spent.keys() | payers
    if not seen:
        return []
    first = max(min(month for _, month in seen), first_month(judged, settings))
    spend_start = min((month for _, month in spent), default=None)
    result = []
    for channel in sorted({channel for channel, _ in seen}):
        has_spend_data = any(name == channel for name, _ in spent)
        known_from = spend_start if has_spend_data else None
        for month in range(first, settings.as_of_month + 1):
            earlier = month - settings.policies.cac_lag_months
            mrr = won.get((channel, month), [])
            result.append(
                Cohort(
                    channel,
                    month,
                    has_spend_data,
                    _known(spent, channel, month, known_from, "spend"),
                    _known(spent, channel, month, known_from, "leads"),
                    _known(spent, channel, earlier, known_from, "spend"),
                    len(mrr),
                    _by_age(mrr, settings.as_of_month - month + 1),
                )
            )
    return result


def _spend(judged: Judged, names: Names, settings: Settings) -> dict[tuple[str, int], Row]:
    lines: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in judged.accepted["marketing_spend"]:
        channel = names.spelled("channel", row["channel"])
        lines[channel, settings.month(row["spent_at"])].append(row)
    return {
        place: {
            "spend": sum((row["amount"] for row in some), ZERO),
            "leads": _total([row["leads"] for row in some]),
        }
        for place, some in lines.items()
    }


def _won(found: Revenue, names: Names) -> dict[tuple[str, int], list[list[Decimal]]]:
    """MRR by months since the first paid one, of each customer won; those from before are not."""
    won: dict[tuple[str, int], list[list[Decimal]]] = defaultdict(list)
    by_account: dict[str, list[Decimal]] = defaultdict(list)
    for account_id, month in sorted(found.months):
        by_account[account_id].append(found.months[account_id, month].mrr)
    for (account_id, month), one in found.months.items():
        if month == one.first_paid_month and not one.is_first_observed:
            won[names.channel(account_id), month].append(by_account[account_id])
    return won


def _known(
    spent: dict[tuple[str, int], Row], channel: str, month: int, known_from: int | None, what: str
) -> Any:
    """Spend or leads of a month: 0 where spend is known and there is none; None where unknown."""
    if known_from is None or month < known_from:
        return None
    nothing = {"spend": ZERO, "leads": 0}
    return spent.get((channel, month), nothing)[what]


def _by_age(mrr: list[list[Decimal]], ages: int) -> list[Decimal]:
    return [sum((one[age] for one in mrr), ZERO) for age in range(ages)]


def _total(values: list[Any]) -> Any:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def ltv_by_age(found: list[Cohort], settings: Settings) -> list[Row]:
    """fct_ltv_by_age."""
    return [
        {
            "acquisition_channel": cohort.channel,
            "cohort_month": first_day(cohort.month),
            "age_months": age,
            "currency": settings.currency,
            "customer_count": cohort.customer_count,
            "cumulative_revenue": sum(cohort.mrr[:age], ZERO),
            "cumulative_margin": cohort.margin(age, settings),
            "matched_spend": cohort.matched_spend,
            "ltv": rate(cohort.margin(age, settings), cohort.customer_count)
            if _is_complete(cohort, age, settings)
            else None,
            "is_complete": _is_complete(cohort, age, settings),
        }
        for cohort in found
        if cohort.customer_count
        for age in range(1, settings.as_of_month - cohort.month + 2)
    ]


def cac_ltv(found: list[Cohort], settings: Settings) -> list[Row]:
    """fct_cac_ltv: every month, and a total of each channel."""
    rows = []
    for cohort in found:
        place = {
            "period": f"{first_day(cohort.month):%Y-%m}",
            "date_month": first_day(cohort.month),
            "is_complete_month": settings.is_over(cohort.month),
        }
        rows.append(_period([cohort], settings, is_total=False) | place)
    for channel in {cohort.channel for cohort in found}:
        some = [cohort for cohort in found if cohort.channel == channel]
        place = {"period": "total", "date_month": None, "is_complete_month": None}
        rows.append(_period(some, settings, is_total=True) | place)
    return rows


def _is_complete(cohort: Cohort, age: int, settings: Settings) -> bool:
    return settings.is_over(cohort.month + age - 1)


def _period(some: list[Cohort], settings: Settings, is_total: bool) -> Row:
    matched = [cohort for cohort in some if cohort.matched_spend is not None]
    spend = _total([cohort.matched_spend for cohort in matched])
    count = _total([cohort.customer_count for cohort in matched])
    revenue = _total([cohort.revenue for cohort in matched])
    payback = _payback(some, settings, is_total)
    row: Row = {
        "acquisition_channel": some[0].channel,
        "currency": settings.currency,
        "spend": _total([cohort.spend for cohort in some]),
        "leads": _total([cohort.leads for cohort in some]),
        "new_customer_count": sum(cohort.customer_count for cohort in some),
        "attributed_revenue": sum((cohort.revenue for cohort in some), ZERO),
        "matched_spend": spend,
        "matched_customer_count": count,
        "matched_revenue": revenue,
        "cac_paid_media": None if spend is None else rate(spend, count),
        "roas": None if revenue is None else rate(revenue, spend),
        "payback_months": payback,
        "payback_state": _payback_state(some, count, payback),
        "has_spend_data": some[0].has_spend_data,
    }
    for age in AGES:
        row |= _at_age(some, age, settings, is_total)
    return row


def _old_enough(some: list[Cohort], age: int, settings: Settings, is_total: bool) -> list[Cohort]:
    """The months old enough for an age; a total leaves out those whose spend is not known."""
    return [
        cohort
        for cohort in some
        if _is_complete(cohort, age, settings)
        and not (is_total and cohort.has_spend_data and cohort.matched_spend is None)
    ]


def _at_age(some: list[Cohort], age: int, settings: Settings, is_total: bool) -> Row:
    old = _old_enough(some, age, settings, is_total)
    count = _total([cohort.customer_count for cohort in old])
    margin = _total([cohort.margin(age, settings) for cohort in old])
    spend = _total([cohort.matched_spend for cohort in old])
    return {
        f"customer_count_{age}m": count,
        f"margin_{age}m": margin,
        f"spend_{age}m": spend,
        f"ltv_{age}m": rate(margin, count) if count else None,
        f"cac_{age}m": rate(spend, count) if count and spend is not None else None,
        f"ltv_to_cac_{age}m": rate(margin, spend) if count else None,
    }


def _payback(some: list[Cohort], settings: Settings, is_total: bool) -> int | None:
    """The first age in complete months at which margin reaches cost."""
    for age in range(1, settings.as_of_month - min(cohort.month for cohort in some) + 2):
        old = _old_enough(some, age, settings, is_total)
        spend = _total([cohort.matched_spend for cohort in old])
        margin = sum((cohort.margin(age, settings) for cohort in old), ZERO)
        has_customers = any(cohort.customer_count for cohort in old)
        if spend is not None and has_customers and margin >= spend:
            return age
    return None


def _payback_state(some: list[Cohort], matched: int | None, payback: int | None) -> str:
    if not any(cohort.customer_count for cohort in some) or matched == 0:
        return "no_customers"
    if matched is None:
        return "no_spend_data"
    return "not_yet" if payback is None else "paid_back"
