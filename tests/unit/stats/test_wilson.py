"""Wilson's interval against published figures; its SQL is held to them too, in parsing."""

import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import Figure, wilson_intervals

# R. G. Newcombe 1998, Two-sided confidence intervals for the single proportion, Statistics in
# Medicine 17, 857, table I, method 3
PUBLISHED = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}


@pytest.mark.parametrize(("counts", "interval"), PUBLISHED.items())
def test_the_interval_is_the_published_one(
    counts: tuple[int, int], interval: tuple[float, float]
) -> None:
    [found] = wilson_intervals([counts[0]], [counts[1]])
    assert found.value == counts[0] / counts[1]
    assert (found.low, found.high) == pytest.approx(interval, abs=5e-5)


def test_ends_are_exact_without_a_win_and_without_a_loss() -> None:
    none, every = wilson_intervals([0, 9], [9, 9])
    assert none.low == 0
    assert every.high == 1
    assert none.high == pytest.approx(1 - (every.low or 0))


def test_nothing_is_known_of_no_trial() -> None:
    assert wilson_intervals([0], [0]) == (Figure(None),)
    assert wilson_intervals([], []) == ()


def test_another_level() -> None:
    [narrow], [wide] = (
        wilson_intervals([3], [10], level=0.5),
        wilson_intervals([3], [10], level=0.99),
    )
    ends = [wide.low, narrow.low, 0.3, narrow.high, wide.high]
    assert ends == sorted(map(float, filter(None, ends)))


def test_more_wins_than_trials_are_refused() -> None:
    with pytest.raises(StatsError, match="won holds 4 at position 2, expected at most its n"):
        wilson_intervals([1, 4], [3, 3])
