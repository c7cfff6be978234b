"""Times to milestones from counts by day: worked examples of the docs, a plain product-limit."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from gtm_tower.config import Config
from gtm_tower.pipeline.estimates._estimate import Context
from gtm_tower.pipeline.estimates.survival import (
    FIGURES,
    MILESTONE_TIMES,
    DayCount,
    MilestoneTime,
    milestone_times,
    plain_median,
)

Ends = Iterable[tuple[str, int, int]]
WAITING: Ends = [("event", 0, 2), ("event", 1, 1), ("event", 3, 1), ("censored", 2, 1)]
DEALS: Ends = [("event", 10, 1), ("event", 40, 1), ("competing", 20, 1), ("censored", 30, 1)]


def counts(ends: Ends, milestone: str = "demo_set", channel: str = "inbound") -> list[DayCount]:
    """Counts from (kind, day, subjects)."""
    return [DayCount(milestone, channel, kind, day, subjects) for kind, day, subjects in ends]


def total(some: Sequence[DayCount]) -> MilestoneTime:
    """The first row: the milestone over all channels."""
    return milestone_times(some)[0]


def figure(time: MilestoneTime, name: str) -> float | None:
    """The value of a figure."""
    return time.figures[FIGURES.index(name)].value


@pytest.mark.parametrize("milestone", ["first_touch", "demo_set", "revenue"])
def test_those_still_waiting_move_the_median(milestone: str) -> None:
    time = total(counts(WAITING, milestone))
    assert time.plain_median == 0.5
    assert figure(time, "curve_median") == 1
    assert figure(time, "day_30") == pytest.approx(1)


def test_a_loss_ends_the_wait_and_an_open_deal_does_not() -> None:
    time = total(counts(DEALS, "win"))
    assert time.plain_median == 25
    assert figure(time, "curve_median") == 40
    assert figure(time, "event_median") == 40
    assert figure(time, "day_30") == pytest.approx(0.25)
    assert figure(time, "day_60") == pytest.approx(0.75)
    assert figure(time, "day_365") == pytest.approx(0.75)
    assert time.method == "Aalen-Johansen"


def test_deals_that_all_end_on_one_day() -> None:
    some = counts([("event", 30, 2), ("competing", 30, 1), ("censored", 121, 1)], "win")
    assert figure(total(some), "day_30") == pytest.approx(0.5)


def test_nothing_is_said_past_the_last_day_that_anybody_was_watched() -> None:
    time = total(counts([("event", 5, 1), ("censored", 70, 3)]))
    assert figure(time, "day_60") == pytest.approx(0.25)
    assert figure(time, "day_90") is None
    assert figure(time, "curve_median") is None


def test_without_an_event_there_is_no_median() -> None:
    time = total(counts([("censored", 70, 3)], "first_touch"))
    assert (time.plain_median, figure(time, "curve_median")) == (None, None)
    assert figure(time, "day_30") == 0


def test_who_is_left_out_is_counted_and_not_on_the_curve() -> None:
    with_wrong = total(counts([*WAITING, ("left out", 0, 7)]))
    assert with_wrong.counts == {"event": 4, "competing": 0, "censored": 1, "left out": 7}
    assert with_wrong.figures == total(counts(WAITING)).figures
    assert figure(total(counts([("left out", 0, 7)])), "day_30") is None


def test_where_only_wins_are_known_they_are_no_share_of_anything() -> None:
    time = total(counts([("event", 10, 3)], "win"))
    assert time.plain_median == 10
    assert all(one.value is None for one in time.figures)
    assert figure(total(counts([("event", 10, 3)], "first_touch")), "curve_median") == 10


def test_channels_come_after_their_total_in_the_order_of_their_bytes() -> None:
    some = [
        *counts(DEALS, "win", "Émile"),
        *counts(DEALS, "win", "all"),
        *counts(WAITING, "demo_set", "b"),
        *counts(DEALS, "win", "Web"),
    ]
    times = milestone_times(some)
    assert [(one.milestone, one.is_total, one.channel) for one in times] == [
        ("demo_set", True, "all"),
        ("demo_set", False, "b"),
        ("win", True, "all"),
        ("win", False, "Web"),
        ("win", False, "all"),
        ("win", False, "Émile"),
    ]
    assert times[2].counts == {"event": 6, "competing": 3, "censored": 3, "left out": 0}
    assert milestone_times(some[::-1]) == times


def test_a_row_has_a_value_for_every_column() -> None:
    read_rows = [
        {
            "milestone": one.milestone,
            "channel": one.channel,
            "kind": one.kind,
            "day_number": one.day,
            "subject_count": one.subjects,
        }
        for one in counts(DEALS, "win")
    ]

    def read(model: str) -> list[Any]:
        assert model in MILESTONE_TIMES.reads
        return read_rows

    context = Context(Config(sources={}), date(2026, 6, 30))
    for row in MILESTONE_TIMES.rows(read, context):
        named = dict(zip(MILESTONE_TIMES.columns, row, strict=True))
        assert (named["event_count"], named["censored_count"]) == (2, 1)
        assert (named["plain_median"], named["curve_median"]) == (25, 40)
        assert named["day_60"] == pytest.approx(0.75)


@pytest.mark.parametrize("seed", range(20))
def test_the_median_is_that_of_a_product_limit_over_single_leads(seed: int) -> None:
    random = Random(seed)
    leads = [(random.randint(0, 40), random.random() < 0.6) for _ in range(random.randint(1, 60))]
    some = counts([("event" if seen else "censored", day, 1) for day, seen in leads])
    time = total(some)
    assert figure(time, "curve_median") == product_limit_median(leads)
    seen_days = sorted(day for day, seen in leads if seen)
    middle = [seen_days[(len(seen_days) - 1) // 2], seen_days[len(seen_days) // 2]]
    assert plain_median(some) == sum(middle) / 2


def product_limit_median(leads: Sequence[tuple[int, bool]]) -> int | None:
    """The first day on which at most half are still waiting, lead by lead in exact fractions."""
    waiting = Fraction(1)
    for day in sorted({day for day, seen in leads if seen}):
        at_risk = sum(1 for other, _ in leads if other >= day)
        events = sum(1 for other, seen in leads if seen and other == day)
        waiting *= 1 - Fraction(events, at_risk)
        if waiting <= Fraction(1, 2):
            return day
    return None
