"""Spend responses: planted curves, constant returns, and channels that say little."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import (
    Figure,
    Response,
    expected_wins,
    marginal_return,
    spend_response,
    wins_at_stake,
)

# 24 months of a channel with 60 x / (4000 + x) expected wins, as drawn once
SPEND = [
    *[
        8289.1,
        829.5,
        3685.9,
        2236.3,
        2376.6,
        2671.4,
        1094.4,
        2660.2,
        1950.0,
        8777.0,
        5042.5,
        2250.7,
    ],
    *[
        2990.4,
        4166.1,
        6200.8,
        2774.6,
        3418.3,
        1523.9,
        2888.0,
        7150.4,
        3300.3,
        5601.9,
        1804.2,
        4508.8,
    ],
]
WINS = [
    42,
    9,
    25,
    24,
    26,
    24,
    15,
    22,
    19,
    41,
    34,
    20,
    27,
    33,
    36,
    21,
    30,
    16,
    27,
    37,
    24,
    36,
    17,
    30,
]


def log_likelihood(spend: list[float], wins: list[int], mean: Callable[[float], float]) -> float:
    """The Poisson log-likelihood in plain Python, without the factorials."""
    return sum(y * math.log(mean(x)) - mean(x) for x, y in zip(spend, wins, strict=True))


def saturating(ceiling: float, half_spend: float) -> Callable[[float], float]:
    return lambda x: ceiling * x / (half_spend + x)


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def holds(figure: Figure, planted: float) -> bool:
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    return low <= planted <= high


def months(
    rng: np.random.Generator, n: int, mean: float, curvature: float, dispersion: float = 1
) -> tuple[list[float], list[int]]:
    """Months of a channel that wins `mean` at its mean spend, with a planted curvature."""
    spend = np.exp(rng.normal(0, 0.5, n)) * 1000
    units = spend / spend.mean()
    wins = mean * units / (1 - curvature + curvature * units)
    if dispersion == 1:
        return spend.tolist(), rng.poisson(wins).tolist()
    drawn = rng.negative_binomial(wins / (dispersion - 1), 1 / dispersion)
    return spend.tolist(), drawn.tolist()


def test_the_fit_is_the_likeliest_curve() -> None:
    found = spend_response(SPEND, WINS)
    ceiling, half = value(found.ceiling), value(found.half_spend)
    best = log_likelihood(SPEND, WINS, saturating(ceiling, half))
    for a in np.linspace(0.8, 1.2, 9).tolist():
        for c in np.linspace(0.7, 1.3, 13).tolist():
            other = log_likelihood(SPEND, WINS, saturating(a * ceiling, c * half))
            assert other <= best + 1e-9
    constant = log_likelihood(SPEND, WINS, lambda x: sum(WINS) / sum(SPEND) * x)
    assert found.fitted is not None
    assert found.fitted.likelihood_ratio == pytest.approx(2 * (best - constant))


def test_the_interval_is_the_profile_likelihood_one() -> None:
    found = spend_response(SPEND, WINS)
    assert found.fitted is not None
    assert found.fitted.dispersion == 1
    ceiling, half = value(found.ceiling), value(found.half_spend)
    best = log_likelihood(SPEND, WINS, saturating(ceiling, half))

    def profile(c: float) -> float:
        a = sum(WINS) / sum(x / (c + x) for x in SPEND)
        return best - log_likelihood(SPEND, WINS, saturating(a, c))

    wanted = 1.959963984540054**2 / 2
    assert found.half_spend.low is not None
    assert found.half_spend.high is not None
    assert profile(found.half_spend.low) == pytest.approx(wanted, rel=0.02)
    assert profile(found.half_spend.high) == pytest.approx(wanted, rel=0.02)


def test_an_identified_curve_and_what_it_says() -> None:
    found = spend_response(SPEND, WINS)
    assert (found.n, found.wins, found.is_identified) == (24, sum(WINS), True)
    assert found.method == "diminishing returns"
    assert found.reason == "returns diminish (p < 0.001, 24 months)"
    assert (found.spend_low, found.spend_high) == (min(SPEND), max(SPEND))
    assert found.statement.startswith(
        "Returns diminish (p < 0.001, 24 months): at 3,674.64 a month"
    )
    ceiling, half = value(found.ceiling), value(found.half_spend)
    at = expected_wins(found, 3000)
    assert value(at) == pytest.approx(ceiling * 3000 / (half + 3000))
    assert holds(at, value(at))
    assert holds(at, 60 * 3000 / 7000)
    slope = marginal_return(found, 3000)
    assert value(slope) == pytest.approx(ceiling * half / (half + 3000) ** 2)
    assert holds(slope, 60 * 4000 / 7000**2)
    assert expected_wins(found, 0) == Figure(0.0, 0.0, 0.0)


def test_the_p_value_is_half_the_chi_square_tail() -> None:
    # the shares above 2.705543 and 6.634897 of chi-square with 1 degree of freedom are 10% and 1%
    rng = np.random.default_rng(6)
    pairs = []
    for _ in range(60):
        fitted = spend_response(*months(rng, 24, 20, 0.3)).fitted
        if fitted is not None and fitted.dispersion == 1:
            pairs.append((fitted.likelihood_ratio, fitted.p_value or 0))
    assert len(pairs) > 10
    for ratio, p_value in pairs:
        assert (ratio > 2.705543) == (p_value < 0.05)
        assert (ratio > 6.634897) == (p_value < 0.005)


def test_the_average_return_has_garwoods_interval() -> None:
    # 10 wins: the exact 95% interval of a Poisson mean is 4.795 to 18.390, of none 0 to 3.689
    found = spend_response([100.0] * 5, [2] * 5).average_return
    assert (found.value, found.low, found.high) == pytest.approx((0.02, 0.00959, 0.03678), rel=1e-3)
    none = spend_response([100.0] * 5, [0] * 5).average_return
    assert (none.value, none.low, none.high) == pytest.approx((0, 0, 0.007378), rel=1e-3)


@pytest.mark.parametrize(
    ("n", "mean", "curvature", "dispersion"),
    [(24, 10, 0.5, 1), (24, 40, 0.3, 1), (12, 20, 0.5, 1), (24, 20, 0.5, 3)],
)
def test_intervals_hold_what_was_planted(
    n: int, mean: float, curvature: float, dispersion: float
) -> None:
    rng = np.random.default_rng(7)
    held = []
    for _ in range(150):
        spend, wins = months(rng, n, mean, curvature, dispersion)
        # every curve is taken, since those found significant are a selection
        found = spend_response(spend, wins, significance=0.999)
        if found.is_identified:
            at = float(np.mean(spend))
            held.append(
                [
                    holds(found.curvature, curvature),
                    holds(found.ceiling, mean / curvature),
                    holds(found.half_spend, at * (1 - curvature) / curvature),
                    holds(expected_wins(found, 1.3 * at), mean * 1.3 / (1 + 0.3 * curvature)),
                    holds(marginal_return(found, at), mean * (1 - curvature) / at),
                ]
            )
    assert len(held) > 130
    assert np.mean(held, axis=0).min() >= 0.91


@pytest.mark.parametrize(("n", "dispersion"), [(12, 1), (24, 1), (24, 3)])
def test_a_constant_return_is_rarely_called_diminishing(n: int, dispersion: float) -> None:
    rng = np.random.default_rng(8)
    called = [spend_response(*months(rng, n, 10, 0, dispersion)).is_identified for _ in range(300)]
    # 5% give or take two standard errors
    assert np.mean(called) <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 300)


def test_strong_curves_are_found() -> None:
    rng = np.random.default_rng(9)
    assert (
        np.mean([spend_response(*months(rng, 24, 20, 0.6)).is_identified for _ in range(50)]) > 0.9
    )


@pytest.mark.parametrize("factor", [0.01, 7.3, 1000])
def test_the_currency_is_of_no_matter(factor: float) -> None:
    here, there = spend_response(SPEND, WINS), spend_response([x * factor for x in SPEND], WINS)
    assert value(there.ceiling) == pytest.approx(value(here.ceiling))
    assert value(there.half_spend) == pytest.approx(value(here.half_spend) * factor)
    assert (there.curvature.low, there.curvature.high) == (here.curvature.low, here.curvature.high)
    found = expected_wins(there, 3000 * factor)
    wanted = expected_wins(here, 3000)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_the_order_of_months_is_of_no_matter() -> None:
    assert spend_response(SPEND[::-1], WINS[::-1]) == spend_response(SPEND, WINS)


def unidentified(method: str, reason: str, found: Response) -> None:
    assert (found.is_identified, found.method) == (False, method)
    assert found.reason == reason


def test_six_months_are_too_few_and_say_so() -> None:
    found = spend_response(SPEND[:6], WINS[:6])
    unidentified(
        "too few months",
        "6 months with spend are too few to tell whether returns diminish (12 are needed)",
        found,
    )
    # 150 wins for 20,088.80 are 2.5 for a tenth of the mean month
    assert "and 334.81 more a month would win at most 2.50 (95% interval" in found.statement
    assert spend_response(SPEND[:6], WINS[:6], min_months=6).method != "too few months"


def test_spend_that_hardly_varies_says_so() -> None:
    found = spend_response([100.0, 140.0] * 7, [3] * 14)
    unidentified(
        "constant-return bound",
        "spend was 100.00 to 140.00 in 14 months, too much the same to tell whether returns"
        " diminish",
        found,
    )


def test_wins_that_grow_with_spend_do_not_tell() -> None:
    spend = [float(x) for x in range(100, 1300, 100)]
    found = spend_response(spend, [x // 100 for x in range(100, 1300, 100)])
    unidentified(
        "constant-return bound",
        "12 months with 78 wins do not tell diminishing from constant returns (p = 0.500)",
        found,
    )
    assert found.curvature.value == 0
    assert found.ceiling.value is None
    assert found.ceiling.high is None


def test_spend_without_a_win() -> None:
    found = spend_response([100.0] * 14, [0] * 14)
    unidentified("constant-return bound", "there is no win in 14 months with spend", found)
    assert (found.curvature, found.fitted) == (Figure(None), None)
    assert wins_at_stake(found, 50).value == 0
    assert value(expected_wins(found, 200)) == 0


def test_wins_without_spend_are_counted_and_left_out() -> None:
    found = spend_response([0.0] * 3 + SPEND, [5, 0, 2, *WINS])
    alone = spend_response(SPEND, WINS)
    assert found.wins_without_spend == 7
    assert found.fitted == alone.fitted
    assert found.statement == alone.statement + " 7 wins without spend in the month left out."


@pytest.mark.parametrize("n", [0, 20])
def test_a_channel_without_spend(n: int) -> None:
    found = spend_response([0.0] * n, [3] * n)
    unidentified("no spend", "no month has spend", found)
    assert (found.n, found.average_return, found.spend_mean) == (0, Figure(None), None)
    assert expected_wins(found, 10) == Figure(None)
    assert marginal_return(found, 10) == Figure(None)
    assert wins_at_stake(found, 10) == Figure(None)


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_months_only_give_a_bound(n: int) -> None:
    found = spend_response([100.0] * n, [2] * n)
    assert found.method == "too few months"
    assert value(found.average_return) == pytest.approx(0.02)


def test_wins_that_do_not_follow_spend_have_no_marginal_return() -> None:
    found = spend_response([float(x) for x in range(500, 2500, 100)], [20] * 20)
    assert found.is_identified
    assert found.curvature.value == 1
    assert value(found.ceiling) == pytest.approx(20)
    assert value(marginal_return(found, 1000)) == 0
    assert value(expected_wins(found, 100_000)) == pytest.approx(20)


def test_without_a_curve_the_average_return_bounds_what_a_shift_can_do() -> None:
    # a concave response that the months do not reveal: more spend in proportion to each month
    spend = [500.0, 600, 700, 800]
    truth = [40 * x / (1000 + x) for x in spend]
    found = spend_response(spend, [round(y) for y in truth])
    scaled = [40 * 1.3 * x / (1000 + 1.3 * x) for x in spend]
    most = value(wins_at_stake(found, 0.3 * sum(spend)))
    assert sum(scaled) - sum(truth) <= most
    cut = [40 * 0.7 * x / (1000 + 0.7 * x) for x in spend]
    assert sum(truth) - sum(cut) <= value(wins_at_stake(found, -0.3 * sum(spend)))
    assert marginal_return(found, 650) == Figure(None, 0.0, found.average_return.high)


def test_months_that_scatter_more_widen_the_intervals() -> None:
    shaken = [y + (8 if place % 2 else -7) for place, y in enumerate(WINS)]
    calm, wild = spend_response(SPEND, WINS), spend_response(SPEND, shaken)
    assert calm.fitted is not None
    assert wild.fitted is not None
    assert calm.fitted.dispersion == 1
    assert wild.fitted.dispersion > 2
    widths = [f.high - f.low for f in (r.average_return for r in (calm, wild)) if f.high and f.low]
    assert widths[1] > 1.4 * widths[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"spend": [-1.0], "wins": [1]}, "spend holds -1.0 at position 1"),
        ({"spend": [math.inf], "wins": [1]}, "spend holds inf"),
        ({"spend": [1.0], "wins": [0.5]}, "wins holds 0.5 at position 1, expected a whole number"),
        ({"spend": [1.0], "wins": [1, 2]}, "wins has 2 values, expected 1"),
        ({"spend": [], "wins": [], "min_months": 2}, "min_months is 2, expected 3 or more"),
        ({"spend": [], "wins": [], "min_spend_ratio": 0.5}, "min_spend_ratio is 0.5"),
        ({"spend": [], "wins": [], "significance": 5}, "significance is 5"),
    ],
)
def test_numbers_that_cannot_be_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(StatsError, match=message):
        spend_response(**arguments)  # type: ignore[arg-type]
