"""Kaplan-Meier against published figures, and where there is little to go by."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import Figure, Survival, kaplan_meier, survival_at

# E. J. Freireich et al. 1963, Blood 21, 699: weeks in remission, of 21 children on 6-MP (1 =
# relapse, 0 = still in remission when last seen) and of 21 on placebo, who all relapsed
TREATED = [
    *[(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1)],
    *[(17, 0), (19, 0), (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0)],
]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

# week: at risk, survival, standard error and log-log interval, as the textbooks and Stata list them
PUBLISHED_TREATED = {
    6: (21, 0.8571, 0.0764, 0.6197, 0.9516),
    7: (17, 0.8067, 0.0869, 0.5631, 0.9228),
    10: (15, 0.7529, 0.0963, 0.5032, 0.8894),
    13: (12, 0.6902, 0.1068, 0.4316, 0.8491),
    16: (11, 0.6275, 0.1141, 0.3675, 0.8049),
    22: (7, 0.5378, 0.1282, 0.2678, 0.7468),
    23: (6, 0.4482, 0.1346, 0.1881, 0.6801),
}
PUBLISHED_PLACEBO = {
    1: (21, 0.9048, 0.0641, 0.6700, 0.9753),
    2: (19, 0.8095, 0.0857, 0.5689, 0.9239),
}


def treated() -> Survival:
    return kaplan_meier(
        [week for week, _ in TREATED],
        [relapsed for _, relapsed in TREATED],
        [1 - relapsed for _, relapsed in TREATED],
    )


def placebo() -> Survival:
    return kaplan_meier(PLACEBO, [1] * 21, [0] * 21)


@pytest.mark.parametrize(
    ("arm", "published"),
    [(treated, PUBLISHED_TREATED), (placebo, PUBLISHED_PLACEBO)],
    ids=["6-MP", "placebo"],
)
def test_the_curve_is_the_published_one(
    arm: Callable[[], Survival], published: dict[int, tuple[float, ...]]
) -> None:
    steps = {step.day: step for step in arm().steps}
    for week, (at_risk, survival, error, low, high) in published.items():
        step = steps[week]
        assert step.at_risk == at_risk
        found = (step.survival, step.variance**0.5, step.low, step.high)
        assert found == pytest.approx((survival, error, low, high), abs=5e-5)


def test_the_median_and_its_interval_are_the_published_ones() -> None:
    # SAS, PROC LIFETEST with its default, the log-log interval
    assert treated().median == Figure(23, 13, None)
    assert placebo().median == Figure(8, 4, 11)
    assert (treated().n, treated().events, treated().censored) == (21, 9, 12)


def test_a_median_that_is_not_reached_is_unknown_and_said_to_be() -> None:
    curve = kaplan_meier([5, 9], [1, 0], [0, 3])
    assert curve.median == Figure(None, 5, None)
    assert curve.notes == ("The median is not reached within the 9 days that were seen.",)


def test_without_censoring_the_curve_is_the_share_left() -> None:
    days = [0, 3, 3, 8, 20]
    curve = kaplan_meier(days, [1] * 5, [0] * 5)
    for step in curve.steps:
        left = sum(day > step.day for day in days) / 5
        assert step.survival == pytest.approx(left)
        assert step.variance == pytest.approx(left * (1 - left) / 5)
    assert curve.median.value == 3


def test_the_median_is_the_day_on_which_exactly_half_are_left() -> None:
    # 49 factors that multiply to one half only nearly
    curve = kaplan_meier(list(range(1, 99)), [1] * 98, [0] * 98)
    assert curve.median.value == 49


def test_rows_may_come_in_any_order_and_split() -> None:
    rows = [(day, 1, 0) for day in PLACEBO] + [(day, e, 1 - e) for day, e in TREATED]
    whole = kaplan_meier(*zip(*rows, strict=True))
    random.Random(1).shuffle(rows)
    assert kaplan_meier(*zip(*rows, strict=True)) == whole
    summed: dict[int, tuple[int, int]] = {}
    for day, event, censored in rows:
        before = summed.get(day, (0, 0))
        summed[day] = (before[0] + event, before[1] + censored)
    days = list(summed)
    counts = zip(*summed.values(), strict=True)
    assert kaplan_meier(days, *counts) == whole


def test_a_day_without_anybody_is_no_step() -> None:
    assert [step.day for step in kaplan_meier([1, 2, 3], [1, 0, 1], [0, 0, 0]).steps] == [1, 3]


def test_nobody_at_all_is_an_empty_curve() -> None:
    curve = kaplan_meier([], [], [])
    assert (curve.steps, curve.n, curve.median) == ((), 0, Figure(None))
    assert curve.notes == ("There is nobody to follow.",)
    assert survival_at(curve, 3) == Figure(None)


def test_only_censored_subjects_leave_the_curve_at_one() -> None:
    curve = kaplan_meier([4, 6], [0, 0], [2, 5])
    assert [step.survival for step in curve.steps] == [1, 1]
    assert [(step.low, step.high) for step in curve.steps] == [(None, None), (None, None)]
    assert curve.median == Figure(None)


def test_one_subject_has_a_median_without_bounds() -> None:
    assert kaplan_meier([7], [1], [0]).median == Figure(7, None, None)


def test_the_curve_on_a_day_between_and_beyond() -> None:
    curve = treated()
    assert survival_at(curve, 5) == Figure(1.0)
    assert survival_at(curve, 12).value == pytest.approx(0.7529, abs=5e-5)
    assert survival_at(curve, 35).value == pytest.approx(0.4482, abs=5e-5)
    assert survival_at(curve, 36) == Figure(None)
    assert survival_at(placebo(), 400).value == 0


def test_a_lower_level_gives_a_narrower_interval() -> None:
    wide = kaplan_meier(PLACEBO, [1] * 21, [0] * 21)
    narrow = kaplan_meier(PLACEBO, [1] * 21, [0] * 21, level=0.5)
    for outer, inner in zip(wide.steps[:-1], narrow.steps[:-1], strict=True):
        ends = [outer.low, inner.low, inner.survival, inner.high, outer.high]
        assert ends == sorted(map(float, filter(None, ends)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, -2], [1, 1], [0, 0]), "days holds -2 at position 2, expected a number from 0"),
        (
            ([1, 2.5], [1, 1], [0, 0]),
            "days holds 2.5 at position 2, expected a whole number from 0",
        ),
        (([1, None], [1, 1], [0, 0]), "days holds None at position 2, expected a number from 0"),
        (([1, "x"], [1, 1], [0, 0]), "expected numbers"),
        (([1, 2], [1], [0, 0]), "events has 1 values, expected 2"),
        (([1, 2], [1, 1], [0, -1]), "censored holds -1"),
        (([[1, 2]], [1], [0]), "days has 2 dimensions"),
    ],
)
def test_numbers_that_cannot_be_are_refused(arguments: Any, message: str) -> None:
    with pytest.raises(StatsError, match=message):
        kaplan_meier(*arguments)


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(StatsError, match="level is .*, expected a number between 0 and 1"):
        kaplan_meier([1], [1], [0], level=level)
