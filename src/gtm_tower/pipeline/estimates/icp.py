"""The ideal customer profile: rates of segments drawn to the base, and the points of a lead score.

A score is made of what was known before the month in which its lead came in: an outcome counts from
the month after the one in which it was settled, `lead_horizon_days` after its lead was created.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read, Record
from gtm_tower.stats.shrinkage import Shrinkage, shrink_rates

SEGMENT_COUNTS = "int_sales__segment_counts"
OUTCOMES = "int_sales__attribute_outcomes"
ALL_LEADS = "lead"
# fewer settled outcomes than this say nothing yet
LEAST_LEADS = 30
POINTS_TO_DOUBLE_THE_ODDS = 10
# the belief before an item's own leads is worth at least as many as have so many wins, and losses,
# at the base rate: a strength fitted to a few months' outcomes may be far too small, and a score
# must not jump with the first two wins of a rare tool
LEAST_WINS_OF_BELIEF = 5


@dataclass(frozen=True)
class Outcome:
    """Settled leads of an item, and how many were won; without an item, of the whole kind."""

    kind: str
    item: str | None
    month: date
    lead_count: int
    won_count: int


@dataclass(frozen=True)
class KnownMonth:
    """What was known before a month: settled leads, those won, and whether that is enough."""

    month: date
    lead_count: int
    won_count: int

    @property
    def is_scored(self) -> bool:
        """Whether there are enough leads, and both won and not won among them."""
        return self.lead_count >= LEAST_LEADS and 0 < self.won_count < self.lead_count


@dataclass(frozen=True)
class ItemPoints:
    """What an item says of the leads that come in in a month; points are in tenths."""

    month: date
    kind: str
    item: str
    lead_count: int
    won_count: int
    shrunk_rate: float
    base_rate: float
    point_tenths: int


def known_months(outcomes: Iterable[Outcome], last: date) -> list[KnownMonth]:
    """Every month from the first with a settled outcome before it to the last."""
    settled = [one for one in outcomes if one.kind == ALL_LEADS]
    months = _months_after(min((one.month for one in settled), default=last), last)
    return [KnownMonth(month, *_sums(settled, month)) for month in months]


def item_points(outcomes: Sequence[Outcome], last: date) -> list[ItemPoints]:
    """The points of every item in every month that is scored, ordered by month, kind and item.

    The scorecard of N. Siddiqi 2006, Credit Risk Scorecards, ch. 6: so many points double the odds,
    here 10 log2(odds(r) / odds(b)), with r the item's win rate drawn to the base and b the base,
    the win rate of the leads whose items of the kind are known. To tenths, rounded half up.
    Outcomes that are not settled before the month count for nothing.
    """
    points = []
    for known in known_months(outcomes, last):
        if known.is_scored:
            before = [one for one in outcomes if one.month < known.month]
            for kind in sorted({one.kind for one in before} - {ALL_LEADS}):
                points += _points_of_kind(known.month, kind, before)
    return points


def points_in_tenths(rate: float, base_rate: float) -> int:
    """The points of a rate beside its base, both between 0 and 1."""
    odds = rate / (1 - rate) / (base_rate / (1 - base_rate))
    return math.floor(10 * POINTS_TO_DOUBLE_THE_ODDS * math.log2(odds) + 0.5)


def drawn_to_base(
    items: Sequence[str], counts: Sequence[tuple[int, int]], whole: tuple[int, int]
) -> Shrinkage:
    """The win rates of items drawn to that of the whole; counts are of leads and of those won.

    The prior is fitted to the items, and never worth less than LEAST_WINS_OF_BELIEF say.
    """
    leads, won = [n for n, _ in counts], [won for _, won in counts]
    fitted = shrink_rates(items, won, leads, whole=whole[::-1])
    if fitted.prior is None:
        return fitted
    base = fitted.prior.base_rate
    least = LEAST_WINS_OF_BELIEF / min(base, 1 - base)
    if fitted.prior.is_fitted and fitted.prior.strength >= least:
        return fitted
    too_many = len(items) + 2
    return shrink_rates(
        items, won, leads, whole=whole[::-1], fallback_strength=least, min_groups=too_many
    )


def segment_rates(counts: Sequence[Record]) -> list[tuple[Any, ...]]:
    """The rate of every segment drawn to the base rate, one prior for each level."""
    whole = next(((row["won_count"], row["lead_count"]) for row in counts if not _level(row)), None)
    rows: list[tuple[Any, ...]] = []
    for level in sorted({_level(row) for row in counts} - {0}):
        members = sorted((row for row in counts if _level(row) == level), key=_attributes)
        shrunk = shrink_rates(
            [str(place) for place in range(len(members))],
            [int(row["won_count"]) for row in members],
            [int(row["lead_count"]) for row in members],
            whole=whole,
        )
        prior = shrunk.prior
        for row, one in zip(members, shrunk.groups, strict=True):
            rate = one.rate
            belief = (prior.strength, prior.is_fitted) if prior else (None, None)
            rows.append((*_own(row), rate.value, rate.low, rate.high, *belief))
    return rows


def _points_of_kind(month: date, kind: str, before: Sequence[Outcome]) -> list[ItemPoints]:
    of_kind = [one for one in before if one.kind == kind]
    known = _sums([one for one in of_kind if one.item is None], month)
    items: dict[str, list[Outcome]] = {}
    for one in of_kind:
        if one.item is not None:
            items.setdefault(one.item, []).append(one)
    names = sorted(items, key=str.encode)
    drawn = drawn_to_base(names, [_sums(items[name], month) for name in names], known)
    if drawn.prior is None:
        return []
    base = drawn.prior.base_rate
    return [
        ItemPoints(month, kind, one.group, one.n, one.won, rate, base, points_in_tenths(rate, base))
        for one in drawn.groups
        if (rate := one.rate.value) is not None
    ]


def _sums(outcomes: Iterable[Outcome], month: date) -> tuple[int, int]:
    """Leads settled before a month, and those won."""
    before = [one for one in outcomes if one.month < month]
    return sum(one.lead_count for one in before), sum(one.won_count for one in before)


def _months_after(first: date, last: date) -> list[date]:
    months = []
    month = first
    while month < last:
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        months.append(month)
    return months


def _level(row: Record) -> int:
    return int(row["segment_level"])


def _own(row: Record) -> tuple[str | None, str | None, str | None]:
    return row["cuisine"], row["location_band"], row["ordering_tool"]


def _attributes(row: Record) -> list[bytes]:
    return [(value or "").encode() for value in _own(row)]


def _outcomes(read: Read) -> list[Outcome]:
    return [
        Outcome(
            kind=row["kind"],
            item=row["item"],
            month=row["mature_month"],
            lead_count=int(row["lead_count"]),
            won_count=int(row["won_count"]),
        )
        for row in read(OUTCOMES)
    ]


def _month_rows(read: Read, context: Context) -> list[tuple[Any, ...]]:
    months = known_months(_outcomes(read), context.as_of.replace(day=1))
    return [(one.month, one.lead_count, one.won_count, one.is_scored) for one in months]


def _point_rows(read: Read, context: Context) -> list[tuple[Any, ...]]:
    points = item_points(_outcomes(read), context.as_of.replace(day=1))
    return [tuple(vars(one).values()) for one in points]


def _segment_rows(read: Read, context: Context) -> list[tuple[Any, ...]]:
    return segment_rates(read(SEGMENT_COUNTS))


ICP_SEGMENTS = Estimate(
    table="icp_segments",
    reads=(SEGMENT_COUNTS,),
    columns={
        "cuisine": "text",
        "location_band": "text",
        "ordering_tool": "text",
        "shrunk_rate": "number",
        "shrunk_lower": "number",
        "shrunk_upper": "number",
        "prior_strength": "number",
        "is_prior_fitted": "boolean",
    },
    rows=_segment_rows,
)
ICP_SCORE_MONTHS = Estimate(
    table="icp_score_months",
    reads=(OUTCOMES,),
    columns={
        "score_month": "date",
        "lead_count": "count",
        "won_count": "count",
        "is_scored": "boolean",
    },
    rows=_month_rows,
)
ICP_POINTS = Estimate(
    table="icp_points",
    reads=(OUTCOMES,),
    columns={
        "score_month": "date",
        "kind": "text",
        "item": "text",
        "lead_count": "count",
        "won_count": "count",
        "shrunk_rate": "number",
        "base_rate": "number",
        "point_tenths": "count",
    },
    rows=_point_rows,
)
