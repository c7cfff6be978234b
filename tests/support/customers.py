"""Scores of customers in plain Python, from what each of them did."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gtm_tower.segments import packaged_segments

WEIGHTS = {
    **{"recency": 20, "frequency": 20, "monetary": 25},
    **{"deposits": 15, "activity": 10, "variety": 5, "tenure": 5},
}
TIERS = ((90, "Diamond"), (80, "Gold"), (60, "Silver"), (0, "Standard"))


@dataclass
class Bought:
    """What one customer did, in whole days and exact amounts; None is an amount nobody knows."""

    days: list[date] = field(default_factory=list)
    amounts: list[Decimal | None] = field(default_factory=list)
    products: set[str] = field(default_factory=set)
    deposited: Decimal | None = None

    @property
    def worth(self) -> Decimal | None:
        known = [amount for amount in self.amounts if amount is not None]
        return sum(known, Decimal(0)) if known or not self.amounts else None


def scores(values: Mapping[str, Any]) -> dict[str, int]:
    """Scores from 1 to 5 by percent rank, one by one in exact fractions."""
    in_order, last = sorted(values.values()), len(values) - 1

    def score(value: Any) -> int:
        share = Fraction(bisect_left(in_order, value), last) if last else Fraction(0)
        return min(5, 1 + int(5 * share))

    return {key: score(value) for key, value in values.items()}


def rfm(bought: Mapping[str, Bought]) -> dict[str, tuple[int, int, int | None]]:
    """The three scores of every customer with an order."""
    buyers = {key: one for key, one in bought.items() if one.days}
    recency = scores({key: max(one.days) for key, one in buyers.items()})
    frequency = scores({key: len(one.days) for key, one in buyers.items()})
    monetary = scores({key: one.worth for key, one in buyers.items() if one.worth is not None})
    return {key: (recency[key], frequency[key], monetary.get(key)) for key in buyers}


def parts(bought: Mapping[str, Bought], as_of: date) -> dict[str, dict[str, int]]:
    """By customer, the known parts of the LTV score."""
    buyers = {key: one for key, one in bought.items() if one.days}
    is_valued = any(one.worth is not None for one in buyers.values())
    start = as_of - timedelta(days=90)
    found = {
        "deposits": scores({k: d for k, one in bought.items() if (d := one.deposited) is not None}),
        "activity": scores(
            {k: len({day for day in one.days if day > start}) for k, one in buyers.items()}
        ),
        "variety": scores({k: len(one.products) for k, one in buyers.items() if one.products}),
        "tenure": scores({k: (max(one.days) - min(one.days)).days for k, one in buyers.items()}),
    }
    nothing = {"recency": 0, "frequency": 0, **({"monetary": 0} if is_valued else {})}
    known: dict[str, dict[str, int]] = {}
    for key, (r, f, m) in rfm(bought).items():
        known[key] = {"recency": r, "frequency": f, **({"monetary": m} if m else {})}
    for key, one in bought.items():
        row = known.setdefault(key, dict(nothing))
        for part, of_part in found.items():
            is_unknown = part == "variety" and one.days and not one.products
            if (of_part or part in ("activity", "tenure")) and not is_unknown:
                row[part] = of_part.get(key, 0)
    return known


def ltv_score(known: Mapping[str, int]) -> Fraction:
    """The parts that are known, weighed, from 0 to 100."""
    weighed = sum(WEIGHTS[name] * score for name, score in known.items())
    return Fraction(20 * weighed, sum(WEIGHTS[name] for name in known))


def segment_of(given: tuple[int, int, int | None] | None) -> str:
    """The segment of three scores; without an order there are none."""
    if given is None:
        return "No Orders"
    r, f, m = given
    if m is None:
        return "Value Unknown"
    return next(row.name for row in packaged_segments() if row.fits((r, f, m)))
