"""Empirical Bayes: a published fit, planted priors, and groups that say little."""

import math
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import Figure, Prior, Shrinkage, shrink_rates

# A. Geissler 1889, as in J. K. Lindsey and P. M. E. Altham 1998, Applied Statistics 47, 149:
# families of 12 children in Saxony, by their number of boys, 0 to 12
SAXONY = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]


def named(won: Sequence[int], n: Sequence[int], **arguments: Any) -> Shrinkage:
    return shrink_rates([f"group {place}" for place in range(len(n))], won, n, **arguments)


def known(number: float | None) -> float:
    assert number is not None
    return number


def fitted(won: Sequence[int], n: Sequence[int], **arguments: Any) -> Prior:
    prior = named(won, n, **arguments).prior
    assert prior is not None
    return prior


def log_likelihood(won: Sequence[int], n: Sequence[int], alpha: float, beta: float) -> float:
    """The marginal log-likelihood in plain Python, with the binomial coefficients."""

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    return sum(
        math.log(math.comb(count, wins))
        + log_beta(alpha + wins, beta + count - wins)
        - log_beta(alpha, beta)
        for wins, count in zip(won, n, strict=True)
    )


def test_the_fit_is_the_published_one() -> None:
    boys = [number for number, families in enumerate(SAXONY) for _ in range(families)]
    prior = fitted(boys, [12] * len(boys))
    # published as alpha 34.09558, beta 31.5715 and AIC 24989.74, from a coarser search
    assert prior.is_fitted
    assert (prior.alpha, prior.beta) == pytest.approx((34.09558, 31.5715), rel=5e-4)
    assert prior.base_rate == pytest.approx(0.519215, abs=5e-5)
    best = log_likelihood(boys, [12] * len(boys), prior.alpha, prior.beta)
    assert 4 - 2 * best == pytest.approx(24989.74, abs=0.005)
    assert best >= log_likelihood(boys, [12] * len(boys), 34.09558, 31.5715)


def test_no_neighbouring_prior_is_likelier() -> None:
    rng = np.random.default_rng(4)
    n = rng.integers(1, 60, 40).tolist()
    won = [
        int(rng.binomial(count, rate)) for count, rate in zip(n, rng.beta(2, 9, 40), strict=True)
    ]
    prior = fitted(won, n)
    best = log_likelihood(won, n, prior.alpha, prior.beta)
    for a in (0.98, 1, 1.02):
        for b in (0.98, 1, 1.02):
            assert log_likelihood(won, n, prior.alpha * a, prior.beta * b) <= best + 1e-9


def test_the_planted_prior_is_found() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(10):
        n = rng.integers(20, 200, 400)
        found.append(fitted(rng.binomial(n, rng.beta(2, 18, 400)).tolist(), n.tolist()))
    assert np.mean([prior.base_rate for prior in found]) == pytest.approx(0.1, rel=0.03)
    assert np.median([prior.alpha for prior in found]) == pytest.approx(2, rel=0.1)
    assert np.median([prior.beta for prior in found]) == pytest.approx(18, rel=0.1)


def test_intervals_hold_the_planted_rates() -> None:
    rng = np.random.default_rng(2)
    rates, n = rng.beta(3, 12, 2000), rng.integers(1, 50, 2000)
    found = named(rng.binomial(n, rates).tolist(), n.tolist()).groups
    held = [
        known(group.rate.low) <= rate <= known(group.rate.high)
        for group, rate in zip(found, rates.tolist(), strict=True)
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_a_group_by_hand() -> None:
    # the stated prior is Beta(2, 18): 2 wins of 3 are 4 of 23, 60 of 100 are 62 of 120
    small, large = named([2, 60], [3, 100], whole=(10, 100)).groups
    assert small.plain_rate == pytest.approx(2 / 3)
    assert small.rate.value == pytest.approx(4 / 23)
    assert large.rate.value == pytest.approx(62 / 120)


@pytest.mark.parametrize("seed", range(40))
def test_two_wins_of_three_never_rank_above_sixty_of_a_hundred(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(0, 30))
    n = rng.integers(1, 80, groups)
    # from all alike to all or nothing
    strength = 10 ** rng.uniform(-1.5, 2)
    rates = rng.beta(0.1 * strength, 0.9 * strength, groups)
    won = rng.binomial(n, rates)
    found = named([2, 60, *won], [3, 100, *n], whole=(1000, 10_000)).groups
    assert known(found[0].rate.value) < known(found[1].rate.value)
    alone = named([2, 60, *won], [3, 100, *n]).groups
    if sum(won) + 62 < 0.4 * (sum(n) + 103):
        assert known(alone[0].rate.value) < known(alone[1].rate.value)


def test_rates_lie_between_their_own_and_the_base() -> None:
    found = named([1, 9, 3, 0, 20, 5], [10, 30, 4, 9, 40, 5])
    base = found.prior.base_rate if found.prior else 0
    for group in found.groups:
        low, high = sorted([known(group.plain_rate), base])
        assert low <= known(group.rate.value) <= high
        assert known(group.rate.low) < known(group.rate.value) < known(group.rate.high)


def test_the_order_of_groups_is_of_no_matter() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(0, 60, 30)
    rows = list(zip(map(str, range(30)), rng.binomial(n, rng.beta(2, 8, 30)), n, strict=True))
    there = shrink_rates(*zip(*rows, strict=True))
    random.Random(1).shuffle(rows)
    back = shrink_rates(*zip(*rows, strict=True))
    assert back.prior == there.prior
    assert {g.group: g for g in back.groups} == {g.group: g for g in there.groups}


def test_a_given_whole_fixes_the_mean() -> None:
    found = fitted([1, 2, 3, 4, 5, 0], [10] * 6, whole=(100, 1000))
    assert found.is_fitted
    assert found.base_rate == 0.1
    assert found.alpha / (found.alpha + found.beta) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("won", "n", "base_rate", "said"),
    [
        ([10] * 7, [100] * 7, 0.1, "differ no more than chance"),
        ([10**8] * 7, [10**9] * 7, 0.1, "differ no more than chance"),
        ([1], [3], 1 / 3, "Too few groups have two trials or more: 1, where 5 are needed"),
        ([0, 1, 0, 1, 1, 1], [1] * 6, 4 / 6, "Too few groups have two trials or more: 0"),
        ([0] * 6, [5] * 6, 0.5 / 31, "Every trial ended alike"),
        ([5] * 6, [5] * 6, 30.5 / 31, "Every trial ended alike"),
        ([3, 0], [10, 20], 0.1, "Too few groups"),
    ],
    ids=[
        "equal",
        "equal and huge",
        "one group",
        "single trials",
        "no wins",
        "all won",
        "two groups",
    ],
)
def test_where_nothing_can_be_fitted_the_stated_prior_is_used(
    won: list[int], n: list[int], base_rate: float, said: str
) -> None:
    prior = fitted(won, n, fallback_strength=30)
    assert not prior.is_fitted
    assert said in prior.note
    assert "worth 30 trials at the base rate" in prior.note
    assert prior.base_rate == pytest.approx(base_rate)
    assert prior.alpha + prior.beta == pytest.approx(30)
    found = named(won, n, fallback_strength=30)
    for group, wins, count in zip(found.groups, won, n, strict=True):
        assert group.rate.value == pytest.approx((30 * base_rate + wins) / (30 + count))
        assert 0 < known(group.rate.low) < known(group.rate.high) < 1


def test_all_or_nothing_groups_do_not_make_a_prior_of_less_than_two_trials() -> None:
    prior = fitted([0, 10, 0, 10, 0, 10], [10] * 6)
    assert prior.is_fitted
    assert prior.strength == pytest.approx(2)
    assert prior.note == "The strength was held at its least, 2 trials."


def test_a_huge_group_keeps_its_own_rate() -> None:
    found = named([10**8, 1, 2, 0, 3, 5], [10**9, 10, 10, 10, 10, 10])
    assert found.groups[0].rate.value == pytest.approx(0.1, abs=1e-6)
    assert known(found.groups[0].rate.high) - known(found.groups[0].rate.low) < 1e-4


def test_a_group_without_a_trial_gets_the_prior() -> None:
    counts = [0, 1, 2, 1, 3, 6], [0, 10, 10, 10, 10, 10]
    [empty, *_] = named(*counts).groups
    assert empty.plain_rate is None
    assert empty.rate.value == pytest.approx(fitted(*counts).base_rate)


def test_without_a_single_trial_nothing_is_known() -> None:
    assert named([], []).prior is None
    found = named([0, 0], [0, 0])
    assert found.prior is None
    assert [group.rate for group in found.groups] == [Figure(None)] * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"won": [3], "n": [2]}, "won holds 3 at position 1, expected at most its n"),
        ({"won": [1, 1], "n": [2]}, "won has 2 values, expected 1"),
        ({"won": [1], "n": [2], "whole": (3, 2)}, "won of the whole holds 3"),
        ({"won": [1], "n": [2], "fallback_strength": 0}, "fallback_strength is 0"),
        ({"won": [1], "n": [2], "level": 2}, "level is 2"),
    ],
)
def test_numbers_that_cannot_be_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(StatsError, match=message):
        named(**arguments)
