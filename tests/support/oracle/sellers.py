"""The marts of the seller funnel, from the two public files as they are, in plain Python.

The files have no faulty row: every lead has a date and every deal a lead of its own.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import exp, sqrt
from pathlib import Path
from statistics import median
from typing import Any

from scipy.stats import t as student

from support.oracle.values import MISSING, ZERO

Row = dict[str, Any]

LEADS = "olist_marketing_qualified_leads_dataset.csv"
DEALS = "olist_closed_deals_dataset.csv"
POINTS = {"online_big": 3, "industry": 3, "online_top": 3, "online_medium": 2, "offline_big": 2}
PROFILES = {3: "high tier", 2: "mid tier", 1: "long tail"}
ALL_TYPES = "all lead types"
FAST_TRACK_DAYS, MIN_GROUP_SIZE, YOUNG_DAYS = 30, 10, 90
Z = 1.959963984540054


@dataclass(frozen=True)
class Lead:
    """A line of the file of leads."""

    lead_id: str
    origin: str
    landing_page: str
    contact: date


@dataclass(frozen=True)
class Win:
    """A line of the file of deals, with its lead."""

    row: Mapping[str, str]
    lead: Lead

    @property
    def won(self) -> date:
        """Day of the win."""
        return datetime.fromisoformat(self.row["won_date"]).date()

    @property
    def elapsed(self) -> int:
        """Days from the first contact, negative before it."""
        return (self.won - self.lead.contact).days

    @property
    def days(self) -> int | None:
        """Days to revenue."""
        return self.elapsed if self.elapsed >= 0 else None

    @property
    def is_fast(self) -> bool | None:
        """Whether it was on the fast track."""
        return None if self.days is None else self.days <= FAST_TRACK_DAYS

    @property
    def points(self) -> int:
        """Value points."""
        return POINTS.get(self.row["lead_type"], 1)

    @property
    def revenue(self) -> Decimal:
        """What the seller declared."""
        return Decimal(self.row["declared_monthly_revenue"]).quantize(ZERO)

    def name(self, column: str) -> str:
        """A name of the file, or the category of the missing ones."""
        return self.row[column] or MISSING


@dataclass(frozen=True)
class Funnel:
    """Both files."""

    leads: Sequence[Lead]
    wins: Sequence[Win]

    @property
    def as_of(self) -> date:
        """The last day in the data."""
        return max([win.won for win in self.wins] + [lead.contact for lead in self.leads])


def read_funnel(folder: Path) -> Funnel:
    """Read both files."""
    leads = {
        row["mql_id"]: Lead(
            row["mql_id"],
            row["origin"] or MISSING,
            row["landing_page_id"],
            date.fromisoformat(row["first_contact_date"]),
        )
        for row in _rows(folder / LEADS)
    }
    wins = [Win(row, leads[row["mql_id"]]) for row in _rows(folder / DEALS)]
    return Funnel(list(leads.values()), wins)


def marketing_efficiency(funnel: Funnel) -> list[Row]:
    """fct_marketing_efficiency."""
    wins = {win.lead.lead_id: win for win in funnel.wins}
    return [_lead_row(lead, wins.get(lead.lead_id)) for lead in funnel.leads]


def sellers_profile(funnel: Funnel) -> list[Row]:
    """dim_sellers_profile; every seller of the files has one deal."""
    return [_seller_row(win) for win in funnel.wins]


def channel_efficiency(funnel: Funnel) -> list[Row]:
    """fct_channel_efficiency."""
    leads: dict[str, list[Lead]] = defaultdict(list)
    for lead in funnel.leads:
        leads[lead.origin].append(lead)
    wins: dict[tuple[str, str], list[Win]] = {(origin, ALL_TYPES): [] for origin in leads}
    for win in funnel.wins:
        for kind in (ALL_TYPES, win.name("lead_type")):
            wins.setdefault((win.lead.origin, kind), []).append(win)
    groups = [
        _group_row(origin, kind, leads[origin], members, funnel.as_of)
        for (origin, kind), members in wins.items()
    ]
    for is_total in (True, False):
        _place([group for group in groups if group["is_origin_total"] is is_total])
    return groups


def rep_productivity(funnel: Funnel) -> list[Row]:
    """fct_rep_productivity; every deal of the files names both people."""
    people: dict[tuple[str, str], list[Win]] = defaultdict(list)
    for win in funnel.wins:
        people[win.row["sdr_id"], "sdr"].append(win)
        people[win.row["sr_id"], "owner"].append(win)
    return [
        _rep_row(rep, role, period, wins)
        for (rep, role), wins in people.items()
        for period in ["total", *_months(wins)]
    ]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _lead_row(lead: Lead, win: Win | None) -> Row:
    return {
        "lead_id": lead.lead_id,
        "opportunity_id": lead.lead_id if win else None,
        "seller_id": win.row["seller_id"] if win else None,
        "channel": MISSING,
        "origin": lead.origin,
        "landing_page": lead.landing_page,
        "lead_type": win.name("lead_type") if win else None,
        "lead_behaviour": win.name("lead_behaviour_profile") if win else None,
        "segment": win.name("business_segment") if win else None,
        "icp_profile": PROFILES[win.points] if win else None,
        "currency": "BRL",
        "revenue": win.revenue if win else None,
        "won_count": 1 if win else 0,
        "days_to_revenue": win.days if win else None,
        "is_converted": win is not None,
        "is_fast_track": win.is_fast if win else None,
        "is_revenue_declared": win.revenue > 0 if win else None,
        "is_won_before_contact": win is not None and win.elapsed < 0,
        "first_contact_date": lead.contact,
        "won_date": win.won if win else None,
    }


def _seller_row(win: Win) -> Row:
    size = win.row["declared_product_catalog_size"]
    return {
        "seller_id": win.row["seller_id"],
        "opportunity_id": win.lead.lead_id,
        "lead_id": win.lead.lead_id,
        "owner_id": win.row["sr_id"],
        "sdr_id": win.row["sdr_id"],
        "icp_profile": PROFILES[win.points],
        "lead_type": win.name("lead_type"),
        "lead_behaviour": win.name("lead_behaviour_profile"),
        "business_type": win.name("business_type"),
        "segment": win.name("business_segment"),
        "origin": win.lead.origin,
        "currency": "BRL",
        "declared_monthly_revenue": win.revenue,
        "catalog_size": int(float(size)) if size else None,
        "value_points": win.points,
        "won_count": 1,
        "days_to_revenue": win.days,
        "is_lead_known": True,
        "is_lead_type_known": win.row["lead_type"] != "",
        "is_revenue_declared": win.revenue > 0,
        "is_won_before_contact": win.elapsed < 0,
        "is_fast_track": win.is_fast,
        "first_contact_date": win.lead.contact,
        "first_won_date": win.won,
        "last_won_date": win.won,
    }


def _group_row(
    origin: str, kind: str, leads: Sequence[Lead], wins: Sequence[Win], as_of: date
) -> Row:
    is_total = kind == ALL_TYPES
    timed = [(win.points, win.days) for win in wins if win.days is not None]
    days = [length for _, length in timed]
    points = sum(win.points for win in wins)
    fast = sum(bool(win.is_fast) for win in wins)
    young = sum((as_of - lead.contact).days < YOUNG_DAYS for lead in leads)
    # every lead of the files has at most one deal
    low, high = _wilson(len(wins), len(leads)) if is_total else (None, None)
    index_low, index_high = _index_interval(timed)
    return {
        "origin": origin,
        "lead_type": kind,
        "currency": "BRL",
        "lead_count": len(leads) if is_total else None,
        "young_lead_count": young if is_total else None,
        "converted_lead_count": len(wins) if is_total else None,
        "won_count": len(wins),
        "won_before_contact_count": sum(win.elapsed < 0 for win in wins),
        "contacted_won_count": len(wins),
        "timed_won_count": len(timed),
        "fast_track_count": fast,
        "revenue_declared_count": sum(win.revenue > 0 for win in wins),
        "revenue": sum((win.revenue for win in wins), ZERO),
        "elapsed_days": sum(win.elapsed for win in wins),
        "sales_days": sum(days),
        "value_points": points,
        "timed_value_points": sum(value for value, _ in timed),
        "conversion_rate": _over(len(wins), len(leads)) if is_total else None,
        "conversion_ci_low": low,
        "conversion_ci_high": high,
        "average_days_all_wins": _over(sum(win.elapsed for win in wins), len(wins)),
        "average_days_to_revenue": _over(sum(days), len(days)),
        "median_days_to_revenue": float(median(days)) if days else None,
        "fast_track_rate": _over(fast, len(days)),
        "quality_score": _over(points, len(wins)),
        "efficiency_index": _over(sum(value for value, _ in timed), sum(days)),
        "efficiency_ci_low": index_low,
        "efficiency_ci_high": index_high,
        "is_origin_total": is_total,
        "is_too_small": len(timed) < MIN_GROUP_SIZE,
    }


def _place(groups: Sequence[Row]) -> None:
    """Give groups that are compared with each other their quadrants."""
    large = [group for group in groups if not group["is_too_small"]]
    usual_days = median(group["average_days_to_revenue"] for group in large)
    usual_score = median(group["quality_score"] for group in large)
    for group in groups:
        if group["is_too_small"]:
            group["strategic_quadrant"] = "too small"
            continue
        speed = "fast" if group["average_days_to_revenue"] <= usual_days else "slow"
        value = "high" if group["quality_score"] >= usual_score else "low"
        group["strategic_quadrant"] = f"{speed}, {value} value"


def _rep_row(rep: str, role: str, period: str, wins: Sequence[Win]) -> Row:
    first, last = min(win.won for win in wins), max(win.won for win in wins)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    active = sum(period in ("total", f"{day:%Y-%m}") for day in span)
    mine = [win for win in wins if period in ("total", f"{win.won:%Y-%m}")]
    timed = [win.days for win in mine if win.days is not None]
    fast = sum(bool(win.is_fast) for win in mine)
    revenue = sum((win.revenue for win in mine), ZERO)
    return {
        "rep_id": rep,
        "role": role,
        "period": period,
        "date_month": None if period == "total" else date.fromisoformat(f"{period}-01"),
        "currency": "BRL",
        "won_count": len(mine),
        "revenue_declared_count": sum(win.revenue > 0 for win in mine),
        "revenue": revenue,
        "active_days": active,
        "timed_won_count": len(timed),
        "sales_days": sum(timed),
        "fast_track_count": fast,
        "wins_per_day": _over(len(mine), active),
        "revenue_per_day": _over(revenue, active),
        "average_days_to_revenue": _over(sum(timed), len(timed)),
        "fast_track_rate": _over(fast, len(timed)),
        "is_rep_known": True,
        "is_too_small": len(mine) < MIN_GROUP_SIZE,
    }


def _months(wins: Sequence[Win]) -> list[str]:
    first, last = min(win.won for win in wins), max(win.won for win in wins)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [first.year * 12 + first.month - 1 + number for number in range(count)]
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in months]


def _over(numerator: Any, denominator: int) -> float | None:
    return float(numerator) / denominator if denominator else None


def _wilson(hits: int, n: int) -> tuple[float, float]:
    """The roots p of (hits / n - p)^2 = z^2 p (1 - p) / n."""
    a, b, c = 1 + Z * Z / n, -(2 * hits / n + Z * Z / n), (hits / n) ** 2
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def _index_interval(timed: Sequence[tuple[int, int]]) -> tuple[float | None, float | None]:
    """Linearised on the scale of the logarithm, with Student's quantile."""
    n, points = len(timed), sum(value for value, _ in timed)
    days = sum(length for _, length in timed)
    if n < 5 or days == 0:
        return None, None
    index = points / days
    variance = sum((value - index * length) ** 2 for value, length in timed) / (n - 1)
    reach = exp(float(student.ppf(0.975, n - 1)) * sqrt(n * variance) / points)
    return index / reach, index * reach
