"""Aalen-Johansen: a hand-worked example, identities, and where there is little to go by."""

import math
from fractions import Fraction

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import (
    CumulativeIncidence,
    Figure,
    cumulative_incidence,
    incidence_at,
    kaplan_meier,
    time_to_reach,
)

Events = dict[str, list[int]]

# ten deals: day, won, lost, still open
DAYS = [1, 2, 3, 4]
WON = [2, 1, 0, 1]
LOST = [1, 0, 2, 0]
OPEN = [1, 1, 0, 1]

# by hand: S = 7/10, 7/12, 7/24, 7/48 from n = 10, 6, 4, 2
BY_HAND = {
    "won": [Fraction(1, 5), Fraction(19, 60), Fraction(19, 60), Fraction(37, 80)],
    "lost": [Fraction(1, 10), Fraction(1, 10), Fraction(47, 120), Fraction(47, 120)],
    "nothing": [Fraction(7, 10), Fraction(7, 12), Fraction(7, 24), Fraction(7, 48)],
}


def worked() -> CumulativeIncidence:
    return cumulative_incidence(DAYS, {"won": WON, "lost": LOST}, OPEN)


def random_counts(seed: int, causes: int = 2) -> tuple[list[int], Events, list[int]]:
    rng = np.random.default_rng(seed)
    events = {f"cause {k}": rng.integers(0, 4, 30).tolist() for k in range(causes)}
    return list(range(30)), events, rng.integers(0, 4, 30).tolist()


def delta_method(
    days: list[int], events: Events, cause: str, censored: list[int]
) -> list[Fraction]:
    """The three sums of Collett, in fractions, for each day."""
    at_risk, rows = sum(map(sum, events.values())) + sum(censored), []
    survival, incidence = Fraction(1), Fraction(0)
    for place in range(len(days)):
        own = events[cause][place]
        every = sum(counts[place] for counts in events.values())
        incidence += survival * own / at_risk if at_risk else 0
        rows.append((at_risk, own, every, survival, incidence))
        survival *= 1 - Fraction(every, at_risk) if at_risk else 1
        at_risk -= every + censored[place]
    found = []
    for place in range(len(days)):
        total = Fraction(0)
        for n, own, every, before, at in rows[: place + 1]:
            if n == 0:
                continue
            ahead = rows[place][4] - at
            if n > every:
                total += ahead**2 * Fraction(every, n * (n - every))
            total += before**2 * Fraction(own * (n - own), n**3)
            total -= 2 * ahead * before * Fraction(own, n**2)
        found.append(total)
    return found


def test_the_worked_example() -> None:
    curve = worked()
    for cause in curve.causes:
        wanted = [float(share) for share in BY_HAND[cause.cause]]
        assert [step.incidence for step in cause.steps] == pytest.approx(wanted)
    wanted = [float(share) for share in BY_HAND["nothing"]]
    assert [step.survival for step in curve.survival.steps] == pytest.approx(wanted)
    won, lost = curve.causes
    assert (curve.n, curve.censored, won.events, lost.events) == (10, 3, 4, 3)
    assert [step.at_risk for step in won.steps] == [10, 6, 4, 2]
    # half of 37/80 is passed by 19/60 on day 2, half of 47/120 by 47/120 on day 3
    assert (won.median.value, lost.median.value) == (2, 3)
    assert won.half.value is None
    assert curve.notes[0].startswith("The incidence of won does not reach one half within the 4")


def test_the_variance_of_the_worked_example_is_that_of_the_formula() -> None:
    events = {"won": WON, "lost": LOST}
    for cause in worked().causes:
        wanted = [float(v) for v in delta_method(DAYS, events, cause.cause, OPEN)]
        assert [step.variance for step in cause.steps] == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(5))
def test_the_variance_is_that_of_the_formula_at_random(seed: int) -> None:
    days, events, censored = random_counts(seed, causes=3)
    curve = cumulative_incidence(days, events, censored)
    for cause in curve.causes:
        wanted = dict(zip(days, delta_method(days, events, cause.cause, censored), strict=True))
        for step in cause.steps:
            assert step.variance == pytest.approx(float(wanted[step.day]), abs=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_incidences_and_survival_add_up_to_one(seed: int) -> None:
    days, events, censored = random_counts(seed, causes=4)
    curve = cumulative_incidence(days, events, censored)
    for place, step in enumerate(curve.survival.steps):
        total = step.survival + sum(cause.steps[place].incidence for cause in curve.causes)
        assert total == pytest.approx(1)


@pytest.mark.parametrize("seed", range(5))
def test_without_a_competing_cause_it_is_kaplan_meier(seed: int) -> None:
    days, events, censored = random_counts(seed, causes=1)
    [cause] = cumulative_incidence(days, events, censored).causes
    plain = kaplan_meier(days, events["cause 0"], censored)
    for step, other in zip(cause.steps, plain.steps, strict=True):
        assert step.incidence == pytest.approx(1 - other.survival)
        assert step.variance == pytest.approx(other.variance, abs=1e-15)
        if other.low is not None and other.high is not None:
            assert (step.low, step.high) == pytest.approx((1 - other.high, 1 - other.low))
    assert cause.half == plain.median


def test_without_censoring_it_is_the_share_of_each_fate() -> None:
    days, events, _ = random_counts(8)
    curve = cumulative_incidence(days, events, [0] * len(days))
    for cause in curve.causes:
        for step in cause.steps:
            rate = sum(events[cause.cause][: step.day + 1]) / curve.n
            assert step.incidence == pytest.approx(rate)
            assert step.variance == pytest.approx(rate * (1 - rate) / curve.n)


def test_the_interval_is_the_complementary_log_log_one() -> None:
    for step in worked().causes[0].steps:
        inner = math.log(-math.log(1 - step.incidence))
        error = math.sqrt(step.variance) / ((1 - step.incidence) * -math.log(1 - step.incidence))
        ends = [1 - math.exp(-math.exp(inner + z * 1.959963984540054 * error)) for z in (-1, 1)]
        assert (step.low, step.high) == pytest.approx(tuple(ends))


def test_the_incidence_on_a_day_between_and_beyond() -> None:
    curve = worked()
    assert incidence_at(curve, "won", 0) == Figure(0.0)
    assert incidence_at(curve, "lost", 2).value == pytest.approx(0.1)
    assert incidence_at(curve, "won", 4).value == pytest.approx(37 / 80)
    assert incidence_at(curve, "won", 5) == Figure(None)
    settled = cumulative_incidence([1, 2], {"won": [1, 1], "lost": [1, 1]}, [0, 0])
    assert incidence_at(settled, "won", 400).value == pytest.approx(0.5)
    with pytest.raises(StatsError, match="no cause 'wone'. Legal: won, lost"):
        incidence_at(curve, "wone", 1)


def test_the_day_on_which_a_share_is_reached() -> None:
    won, lost = worked().causes
    assert time_to_reach(won, 0.2).value == 1
    assert time_to_reach(won, 0.21).value == 2
    assert time_to_reach(won, 0.47) == Figure(None, time_to_reach(won, 0.47).low, None)
    assert time_to_reach(lost, 0.39).value == 3
    with pytest.raises(StatsError, match="incidence is 1.2"):
        time_to_reach(won, 1.2)


def test_a_cause_that_never_comes_has_no_median() -> None:
    curve = cumulative_incidence([1, 2], {"won": [0, 0], "lost": [2, 1]}, [0, 1])
    won = curve.causes[0]
    assert (won.events, won.median, won.half) == (0, Figure(None), Figure(None))
    assert won.last == Figure(0.0)


def test_nobody_at_all_is_an_empty_curve() -> None:
    curve = cumulative_incidence([], {"won": [], "lost": []}, [])
    assert (curve.n, curve.causes[0].steps, curve.causes[0].last) == (0, (), Figure(None))
    assert incidence_at(curve, "won", 1) == Figure(None)
    assert curve.notes == ("There is nobody to follow.",)


def test_a_curve_needs_a_cause() -> None:
    with pytest.raises(StatsError, match="names no cause"):
        cumulative_incidence([1], {}, [0])


def test_the_interval_of_the_median_holds_what_was_planted() -> None:
    # won at 3% and lost at 5% a day, seen for 40 days: those won by then have this median
    rng = np.random.default_rng(11)
    rate, seen = 0.08, 40
    planted = -math.log(1 - (1 - math.exp(-rate * seen)) / 2) / rate
    held = 0
    for _ in range(200):
        when = np.ceil(rng.exponential(1 / rate, 80))
        is_won = rng.random(80) < 3 / 8
        left = np.minimum(when, rng.integers(20, seen + 1, 80))
        is_open = when > left
        counts = {"won": is_won & ~is_open, "lost": ~is_won & ~is_open}
        curve = cumulative_incidence(left, counts, is_open)
        median = curve.causes[0].median
        low, high = median.low or 0, median.high or math.inf
        held += low <= math.ceil(planted) <= high
    assert held / 200 >= 0.92
