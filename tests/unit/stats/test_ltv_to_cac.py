"""LTV:CAC: published and exact limits, how often simulated truth is covered, and faulty sums."""

from typing import Any

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import Figure, LifetimeValues, ltv_to_cac

# M. P. Fay and E. J. Feuer 1997, Statistics in Medicine 16, 791, birth order 5 and more: cases of
# Down's syndrome in Michigan and births, by age of the mother, and births of all orders. Limits to
# more digits: the vignette of dsrTest 1.0.0
CASES = np.array([0, 8, 63, 112, 262, 295])
BIRTHS = np.array([327, 30666, 123419, 149919, 104088, 34392])
STANDARD = np.array([319933, 931318, 786511, 488235, 237863, 61313])
PUBLISHED = (75.52901, 67.70212, 188.30017)
# half the chi-square quantiles of F. Garwood 1936, Biometrika 28, 437, at 95%
GARWOOD = {1: (0.025318, 5.571643), 4: (1.089865, 10.241589), 10: (4.795389, 18.390356)}


def values_of(ltv: Any, won: int | None = None) -> LifetimeValues:
    """The sums over known values, of so many wins; all of them unless said."""
    known = len(ltv)
    sums = float(np.sum(ltv)), float(np.sum(np.square(ltv)))
    return LifetimeValues(known if won is None else won, known, *sums, max(ltv, default=0.0))


def test_the_limits_are_the_published_ones() -> None:
    weights = STANDARD / BIRTHS / STANDARD.sum() * 100_000
    found = ltv_to_cac(
        1.0,
        LifetimeValues(
            won=int(CASES.sum()),
            known=int(CASES.sum()),
            total=float(weights @ CASES),
            squares=float(weights**2 @ CASES),
            most=float(weights.max()),
        ),
    )
    assert (found.value, found.low, found.high) == pytest.approx(PUBLISHED, abs=5e-6)


@pytest.mark.parametrize(("won", "limits"), GARWOOD.items())
def test_equal_values_have_the_exact_limits_of_a_poisson_mean(
    won: int, limits: tuple[float, float]
) -> None:
    found = ltv_to_cac(1500.0, values_of([3000.0] * won))
    assert found.value == 2 * won
    assert (found.low, found.high) == pytest.approx([2 * end for end in limits], rel=1e-5)


def test_values_that_are_not_known_count_as_the_average() -> None:
    found = ltv_to_cac(100.0, values_of([10.0, 30.0], won=5))
    assert found.value == pytest.approx(5 * 20 / 100)


def test_the_fewer_values_are_known_the_wider_is_the_interval() -> None:
    few, some, every = (ltv_to_cac(1.0, values_of([10.0, 30.0] * n, won=12)) for n in (1, 3, 6))
    assert few.value == some.value == every.value
    assert (few.low or 0) < (some.low or 0) < (every.low or 0)
    assert (few.high or 0) > (some.high or 0) > (every.high or 0)


def test_the_unit_of_money_is_of_no_matter() -> None:
    dollars = ltv_to_cac(12.0, values_of([10.0, 30.0, 5.0]))
    cents = ltv_to_cac(1200.0, values_of([1000.0, 3000.0, 500.0]))
    assert cents.value == pytest.approx(dollars.value)
    assert (cents.low, cents.high) == pytest.approx((dollars.low, dollars.high))


@pytest.mark.parametrize(
    ("cost", "values", "figure"),
    [
        pytest.param(0.0, values_of([10.0]), Figure(None), id="no cost"),
        pytest.param(9.0, values_of([]), Figure(None), id="no win"),
        pytest.param(9.0, values_of([], won=4), Figure(None), id="no known value"),
        pytest.param(9.0, values_of([0.0, 0.0]), Figure(0.0), id="worth nothing"),
    ],
)
def test_what_cannot_be_said_is_unknown(
    cost: float, values: LifetimeValues, figure: Figure
) -> None:
    assert ltv_to_cac(cost, values) == figure


@pytest.mark.parametrize("mean_wins", [5, 20, 60])
@pytest.mark.parametrize("known_share", [1.0, 0.6])
def test_the_truth_is_covered(mean_wins: int, known_share: float) -> None:
    rng = np.random.default_rng(7)
    truth = mean_wins * np.exp(0.3**2 / 2)
    missed = 0
    for _ in range(1000):
        won = int(rng.poisson(mean_wins))
        ltv = rng.lognormal(0, 0.3, won)[: rng.binomial(won, known_share)]
        found = ltv_to_cac(1.0, values_of(ltv, won=won))
        missed += found.low is not None and not found.low <= truth <= (found.high or 0)
    # 5% of 1,000, and twice the standard error of that
    assert missed <= 64


@pytest.mark.parametrize(
    ("cost", "values", "message"),
    [
        (-1.0, values_of([1.0]), "cost holds -1.0 at position 1, expected a number from 0"),
        (1.0, values_of([1.0, 1.0], won=1), "known holds 2 at position 1, expected at most"),
        (1.0, LifetimeValues(2, 2, 10.0, 40.0, 5.0), "have squares of 50 or more in all, and"),
        (1.0, LifetimeValues(2, 2, 10.0, 60.0, 4.0), "2 values of at most 4 cannot have the sum"),
    ],
)
def test_sums_that_contradict_each_other_are_refused(
    cost: float, values: LifetimeValues, message: str
) -> None:
    with pytest.raises(StatsError, match=message):
        ltv_to_cac(cost, values)
