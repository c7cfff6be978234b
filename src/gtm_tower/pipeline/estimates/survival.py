"""How long leads and deals take to their milestones, those that are still on their way included."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read
from gtm_tower.stats import (
    CauseIncidence,
    CumulativeIncidence,
    Figure,
    cumulative_incidence,
    incidence_at,
)
from gtm_tower.stats.figure import UNKNOWN

COUNTS = "int_sales__milestone_counts"
ALL_CHANNELS = "all"
HORIZONS = (30, 60, 90, 180, 365)
EVENT, COMPETING, CENSORED, LEFT_OUT = "event", "competing", "censored", "left out"
FIGURES = ("curve_median", "event_median", *(f"day_{days}" for days in HORIZONS))
# a lead that nobody answered cannot be lost to another end, and all others can
WITHOUT_COMPETING = ("first_touch",)
# a deal may be known only once it is won: then wins are all there is, and no share of anything
NEVER_CERTAIN = ("win",)


@dataclass(frozen=True)
class DayCount:
    """How many leads or deals of a channel ended in one way so many days after their start."""

    milestone: str
    channel: str
    kind: str
    day: int
    subjects: int


@dataclass(frozen=True)
class MilestoneTime:
    """The time to a milestone in one channel, or in all.

    `plain_median` is that of the events alone. `figures` are in the order of FIGURES: the day on
    which the curve reaches one half, the median day of those to whom it happened, both in days, and
    the shares to whom it happened by each horizon.
    """

    milestone: str
    is_total: bool
    channel: str
    method: str
    counts: Mapping[str, int]
    plain_median: float | None
    figures: tuple[Figure, ...]


def milestone_times(counts: Sequence[DayCount]) -> list[MilestoneTime]:
    """The times to every milestone in every channel, each milestone's total first."""
    times = []
    for milestone in sorted({one.milestone for one in counts}):
        own = [one for one in counts if one.milestone == milestone]
        times.append(_time(milestone, None, own))
        for channel in sorted({one.channel for one in own}, key=str.encode):
            times.append(_time(milestone, channel, [o for o in own if o.channel == channel]))
    return times


def plain_median(counts: Iterable[DayCount]) -> float | None:
    """The median day of the events, as if nobody were still waiting; None without an event."""
    days = sorted((one.day, one.subjects) for one in counts if one.kind == EVENT)
    size = sum(subjects for _, subjects in days)
    if size == 0:
        return None
    return (_day_at(days, (size - 1) // 2) + _day_at(days, size // 2)) / 2


def _time(milestone: str, channel: str | None, counts: Sequence[DayCount]) -> MilestoneTime:
    totals = {
        kind: sum(one.subjects for one in counts if one.kind == kind)
        for kind in (EVENT, COMPETING, CENSORED, LEFT_OUT)
    }
    is_certain = totals[COMPETING] + totals[CENSORED] == 0
    is_unknown = is_certain and milestone in NEVER_CERTAIN
    return MilestoneTime(
        milestone=milestone,
        is_total=channel is None,
        channel=channel or ALL_CHANNELS,
        method="Kaplan-Meier" if milestone in WITHOUT_COMPETING else "Aalen-Johansen",
        counts=totals,
        plain_median=plain_median(counts),
        figures=(UNKNOWN,) * len(FIGURES) if is_unknown else _figures(_curve(counts)),
    )


def _curve(counts: Iterable[DayCount]) -> CumulativeIncidence:
    """The curve of the event; without a competing one its incidence is 1 - Kaplan-Meier."""
    watched = [one for one in counts if one.kind != LEFT_OUT]

    def of(kind: str) -> list[int]:
        return [one.subjects if one.kind == kind else 0 for one in watched]

    days = [one.day for one in watched]
    return cumulative_incidence(days, {EVENT: of(EVENT), COMPETING: of(COMPETING)}, of(CENSORED))


def _figures(curve: CumulativeIncidence) -> tuple[Figure, ...]:
    event: CauseIncidence = curve.causes[0]
    return (event.half, event.median, *(incidence_at(curve, EVENT, day) for day in HORIZONS))


def _day_at(days: Sequence[tuple[int, int]], place: int) -> int:
    """The day of the event at a place, counted from 0, of days in order with their counts."""
    for day, subjects in days:
        place -= subjects
        if place < 0:
            return day
    raise IndexError(place)


def _rows(read: Read, context: Context) -> list[tuple[object, ...]]:
    counts = [
        DayCount(
            milestone=row["milestone"],
            channel=row["channel"],
            kind=row["kind"],
            day=int(row["day_number"]),
            subjects=int(row["subject_count"]),
        )
        for row in read(COUNTS)
    ]
    return [_row(one) for one in milestone_times(counts)]


def _row(time: MilestoneTime) -> tuple[object, ...]:
    parts = [part for one in time.figures for part in (one.value, one.low, one.high)]
    named = (time.milestone, time.is_total, time.channel, time.method)
    return (*named, *time.counts.values(), time.plain_median, *parts)


MILESTONE_TIMES = Estimate(
    table="milestone_times",
    reads=(COUNTS,),
    columns={
        "milestone": "text",
        "is_total": "boolean",
        "channel": "text",
        "method": "text",
        "event_count": "count",
        "competing_count": "count",
        "censored_count": "count",
        "left_out_count": "count",
        "plain_median": "number",
        **{f"{name}{end}": "number" for name in FIGURES for end in ("", "_lower", "_upper")},
    },
    rows=_rows,
)
